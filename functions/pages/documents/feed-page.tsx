import type { FC } from 'hono/jsx'
import type { FeedEntry } from '../../../src/feeds/feed-entries.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { day, isoMoment } from '../../../src/ui/dates.ts'
import type { Urls } from '../../../src/urls.ts'
import { told } from '../parts/told.tsx'
import { paths } from '../paths.ts'
import { DocumentPage } from './page.tsx'

export interface FeedPageProps {
  profile: { handle: string; time_zone: string }
  entries: readonly FeedEntry[]
  format: 'atom' | 'json'
  site: Urls
}

const FORMATS = {
  atom: { said: 'Programs get an Atom feed at this URL.', type: 'application/atom+xml' },
  json: { said: 'Programs get a JSON Feed at this URL.', type: 'application/feed+json' },
} as const

/** A feed, for people who follow the link to it. */
export const FeedPage: FC<FeedPageProps> = ({ profile: { handle, time_zone }, entries, format, site }) => (
  <DocumentPage
    title={t('Feed of @{handle}', { handle })}
    path={paths.feed(handle, format)}
    noindex
    // Some readers accept what browsers do: they find the feed here.
    head={<link rel="alternate" type={FORMATS[format].type} href={site.feedAsSuch(handle, format)} />}
    lead={
      <Sentence
        text="To hear about new badges of {who}, add this URL to your feed reader: {url}"
        with={{
          who: <a href={paths.profile(handle)}>@{handle}</a>,
          url: <code>{site.feed(handle, format)}</code>,
        }}
      />
    }
    facts={entries.map(({ title, text, achievement, earnedAt }) => ({
      term: <time datetime={isoMoment(earnedAt)}>{day(earnedAt, time_zone)}</time>,
      value: (
        <>
          <a href={achievement === null ? paths.profile(handle) : paths.badge(handle, achievement)}>
            {told(title)}
          </a>
          <br />
          {told(text)}
        </>
      ),
    }))}
    forPrograms={FORMATS[format].said}
  />
)
