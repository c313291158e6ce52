import type { FC } from 'hono/jsx'
import type { CardKind, Story } from '../../../src/contract/wrapped.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { COUNTED_BY } from '../../../src/ui/hero.tsx'
import { StoryCards } from '../../../src/ui/wrapped/story-cards.tsx'
import { cardText, headline, periodName, windowLine } from '../../../src/ui/wrapped/words.ts'
import type { Urls } from '../../../src/urls.ts'
import { periodKey } from '../../../src/wrapped/period.ts'
import { Layout } from '../layout.tsx'
import { Unlisted } from '../parts/no-sessions.tsx'
import { OwnerNav } from '../parts/owner-nav.tsx'
import { SharedPage } from '../parts/shared-page.tsx'
import { paths } from '../paths.ts'
import { Invitation } from '../site-frame.tsx'
import { OtherPeriods } from './other-periods.tsx'
import { type OwnerOfStory, Publishing, type StoryProfile } from './publishing.tsx'

export interface WrappedPageProps {
  profile: StoryProfile
  /** Null only for the owner: there is nothing to tell. */
  story: Story | null
  /** Unix seconds; null for a story that is not published. */
  published_at: number | null
  /** The periods of published stories, latest first. */
  keys: readonly string[]
  site: Urls
  /** Null for visitors. */
  owner: OwnerOfStory | null
}

/** The story of a year or a month. Complete without a script: then its cards are a list. */
export const WrappedPage: FC<WrappedPageProps> = (props) => {
  const { profile, story, published_at, keys, site, owner } = props
  const { handle } = profile
  const period = story?.period ?? owner?.period
  if (period === undefined) return null
  const key = periodKey(period)
  const title = t('@{handle} in {period}', { handle, period: periodName(period) })
  // The pictures are those of what is published.
  const isPublic = published_at !== null && !owner?.isDraft && profile.visibility !== 'private'
  const pictures = (kind: CardKind) => ({
    tall: paths.storyCard(handle, key, `${kind}.png`),
    wide: paths.storyCard(handle, key, `${kind}.png`, { shape: 'wide' }),
  })
  const description = story ? inShort(story) : undefined
  return (
    <Layout
      title={title}
      description={description}
      noindex
      path={paths.story(handle, key)}
      script={story ? 'wrapped' : undefined}
      head={
        isPublic &&
        description && (
          <SharedPage
            title={t('{title}, on Laurel', { title })}
            description={description}
            url={site.story(handle, key)}
            image={site.storyCard(handle, key, 'finale.png', { shape: 'wide' })}
            imageAlt={description}
          />
        )
      }
    >
      <article class="wrapped">
        {owner && <OwnerNav handle={handle} current="wrapped" />}
        <header>
          <h1>
            <Sentence
              text="{who} in {period}"
              with={{
                who: (
                  <a class="wrapped-whose" href={paths.profile(handle)}>
                    @{handle}
                  </a>
                ),
                period: periodName(period),
              }}
            />
          </h1>
          <OtherPeriods
            handle={handle}
            period={period}
            keys={keys}
            owner={owner}
            timeZone={profile.time_zone}
          />
        </header>
        {owner && <Publishing profile={profile} story={story} publishedAt={published_at} owner={owner} />}
        {owner && <Unlisted handle={handle} count={owner.unlisted} />}
        {story && <StoryCards story={story} pictures={isPublic ? pictures : null} />}
        {story && story.provenance !== 'none' && <p class="provenance">{t(COUNTED_BY[story.provenance])}</p>}
      </article>
      {!owner && <Invitation />}
    </Layout>
  )
}

/** What link previews say: `2026 in short: 412 sessions. On 78 days. …` */
function inShort(story: Story): string {
  const finale = story.cards.find(({ kind }) => kind === 'finale')
  if (finale === undefined) return windowLine(story)
  const text = cardText(finale, story)
  const values = { when: windowLine(story), what: headline(text), facts: text.facts.join(' ') }
  return t('{when}: {what}. {facts}', values).trim()
}
