import type { FC } from 'hono/jsx'
import type { FeedEntry } from '../../../src/feeds/feed-entries.ts'
import { day, isoMoment } from '../../../src/ui/dates.ts'
import type { Urls } from '../../../src/urls.ts'
import { paths } from '../paths.ts'
import { DocumentPage } from './page.tsx'

export interface FeedPageProps {
  profile: { handle: string; time_zone: string }
  entries: readonly FeedEntry[]
  format: 'atom' | 'json'
  site: Urls
}

const FORMATS = {
  atom: { name: 'an Atom feed', type: 'application/atom+xml' },
  json: { name: 'a JSON Feed', type: 'application/feed+json' },
}

/** A feed, for people who follow the link to it. */
export const FeedPage: FC<FeedPageProps> = ({ profile: { handle, time_zone }, entries, format, site }) => (
  <DocumentPage
    title={`Feed of @${handle}`}
    path={paths.feed(handle, format)}
    noindex
    // Some readers accept what browsers do: they find the feed here.
    head={<link rel="alternate" type={FORMATS[format].type} href={site.feedAsSuch(handle, format)} />}
    lead={
      <>
        To hear about new badges of <a href={paths.profile(handle)}>@{handle}</a>, add this URL to your feed
        reader: <code>{site.feed(handle, format)}</code>
      </>
    }
    facts={entries.map(({ title, text, achievement, earnedAt }) => ({
      term: <time datetime={isoMoment(earnedAt)}>{day(earnedAt, time_zone)}</time>,
      value: (
        <>
          <a href={achievement === null ? paths.profile(handle) : paths.badge(handle, achievement)}>
            {title}
          </a>
          <br />
          {text}
        </>
      ),
    }))}
    format={FORMATS[format].name}
  />
)
