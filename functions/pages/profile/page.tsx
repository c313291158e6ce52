import type { FC } from 'hono/jsx'
import type { AchievementsPayload } from '../../../src/contract/achievements.ts'
import type { InsightsSummary } from '../../../src/contract/insights.ts'
import type { SignIns } from '../../../src/contract/owner-key.ts'
import type { Pulls } from '../../../src/contract/pulls.ts'
import { NO_RARITY, type Rarity } from '../../../src/contract/rarity.ts'
import type { Sources } from '../../../src/contract/sources.ts'
import type { Webhooks } from '../../../src/contract/webhooks.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { Badges } from '../../../src/ui/badges.tsx'
import { Celebration } from '../../../src/ui/celebration.tsx'
import { FilterBar } from '../../../src/ui/filter-bar.tsx'
import { type Filters, queryOf } from '../../../src/ui/filters.ts'
import { Hero, LatestUnlocks } from '../../../src/ui/hero.tsx'
import { namedPage } from '../../../src/ui/named-page.ts'
import type { Viewing } from '../../../src/ui/new-mark.tsx'
import { nextUp } from '../../../src/ui/next.ts'
import { NextUp } from '../../../src/ui/next-up.tsx'
import { rarityAmong, rarityLine } from '../../../src/ui/rarity.ts'
import { ScanWarnings } from '../../../src/ui/scan-warnings.tsx'
import { type Score, scoreOf } from '../../../src/ui/score.ts'
import { select } from '../../../src/ui/selection.ts'
import { sharedPage } from '../../../src/ui/share.ts'
import { ShareButton, SharePanel } from '../../../src/ui/share-panel.tsx'
import { Timeline } from '../../../src/ui/timeline.tsx'
import type { Urls } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { ByNumbers } from '../parts/by-numbers.tsx'
import { SharedPage } from '../parts/shared-page.tsx'
import { StructuredData } from '../parts/structured-data.tsx'
import { paths } from '../paths.ts'
import { Invitation } from '../site-frame.tsx'
import { StoryLinks } from '../wrapped/story-links.tsx'
import type { IdentityLimits } from './identity-panel.tsx'
import { OwnerBar, type OwnerBarProps } from './owner-bar.tsx'
import { Pinned } from './pinned.tsx'
import { isScanning, ScanBanner, ScanError } from './scan-banner.tsx'
import { Unreached } from './unreached.tsx'
import { Who } from './who.tsx'

export interface ProfilePageProps {
  profile: OwnerBarProps['profile']
  view: AchievementsPayload
  /** The profile's histories; only for its owner. */
  sources: Sources | null
  /** Where histories are fetched from; only for its owner. */
  pulls: Pulls | null
  /** The webhooks; only for its owner. */
  webhooks: Webhooks | null
  /** The browsers that are signed in; only for its owner. */
  signIns: SignIns | null
  /** How many badges a recount would take back, or some of their tiers; 0 for all but the owner. */
  unreached: number
  /** The published totals; null if there are none. */
  totals: InsightsSummary | null
  /** How much its owner may say of whose page it is. */
  identityLimits: IdentityLimits
  /** How rare badges are among public pages; absent: nothing is said of that. */
  rarity?: Rarity
  /** The periods of published stories. */
  stories: readonly string[]
  filters: Filters
  viewing: Viewing
  site: Urls
  /** Whether a history was uploaded, scanned or not. */
  hasSnapshot: boolean
}

/** A profile's page. Regions marked `data-live` are replaced by id during a scan. */
export const ProfilePage: FC<ProfilePageProps> = (props) => {
  const {
    profile,
    view,
    sources,
    pulls,
    webhooks,
    signIns,
    totals,
    rarity = NO_RARITY,
    stories,
    filters,
    viewing,
    hasSnapshot,
    unreached,
    identityLimits,
    site,
  } = props
  const owner = sources !== null
  const { handle } = profile
  const score = scoreOf(view)
  const scanning = isScanning(view, hasSnapshot)
  const hrefOf = (narrowed: Filters) => paths.profile(handle) + queryOf(narrowed)
  const placeOf = (id: string) => paths.badgeOnPage(handle, id)
  const pageOf = (id: string) => paths.badge(handle, id)
  const among = rarityAmong(rarity, view.provenance)
  const selection = select(view.achievements, filters)
  // The link of a private page leads nobody anywhere.
  const shared =
    profile.visibility === 'private' ? null : sharedPage(site, handle, view, { score, mine: owner })
  return (
    <Layout
      title={namedPage(handle, view.identity)}
      description={description(handle, view, score)}
      noindex={profile.visibility !== 'public'}
      path={paths.profile(handle)}
      script={owner ? 'owner' : 'profile'}
      head={<ProfileHead {...props} score={score} />}
    >
      <div
        id="profile"
        class="profile"
        data-handle={handle}
        data-time-zone={profile.time_zone}
        data-generated-at={view.generated_at ?? ''}
        data-follow={scanning || (view.is_stale && hasSnapshot) ? 'true' : 'false'}
      >
        <ScanBanner view={view} scanning={scanning} page={hrefOf(filters)} />
        <Hero
          name={`@${handle}`}
          view={view}
          score={score}
          now={viewing.now}
          heading={<Who handle={handle} identity={view.identity} timeZone={profile.time_zone} />}
        >
          {shared && view.unlocked_count > 0 && <ShareButton {...shared} />}
        </Hero>
        <Celebration>
          <div id="celebrated-share" data-live>
            {shared && <ShareButton {...shared} />}
          </div>
        </Celebration>
        <ScanError view={view} />
        <NoHistory owner={owner} hidden={hasSnapshot} />
        <Pinned
          achievements={view.achievements}
          pins={view.identity?.pins ?? []}
          timeZone={profile.time_zone}
          badgeHref={pageOf}
        />
        {sources && pulls && webhooks && signIns && (
          <OwnerBar
            profile={profile}
            hasSnapshot={hasSnapshot}
            sources={sources}
            pulls={pulls}
            webhooks={webhooks}
            signIns={signIns}
            view={view}
            identityLimits={identityLimits}
            page={site.profile(handle)}
            now={viewing.now}
          />
        )}
        <div class="ahead">
          <NextUp next={nextUp(view.achievements)} badgeHref={placeOf} />
          <LatestUnlocks score={score} viewing={viewing} badgeHref={placeOf} timelineHref="#timeline" />
        </div>
        {owner && <ScanWarnings meta={view.scan_meta} />}
        {owner && <Unreached handle={handle} count={unreached} />}
        {totals && totals.total_sessions > 0 && <ByNumbers totals={totals} />}
        <section id="collection" class="collection" aria-label={t('Badges')}>
          <FilterBar
            hrefOf={hrefOf}
            filters={filters}
            selection={selection}
            view={view}
            categories={score.categories}
          />
          <Badges
            selection={selection}
            score={score}
            timeZone={profile.time_zone}
            viewing={viewing}
            allHref={hrefOf({})}
            badgeHref={pageOf}
            rarityOf={(achievement) => rarityLine(among, achievement)}
          />
        </section>
        <StoryLinks handle={handle} keys={stories} />
        <Invitation />
        <Timeline view={view} timeZone={profile.time_zone} viewing={viewing} badgeHref={pageOf} />
        {profile.visibility !== 'private' && (
          <p class="elsewhere">
            <Sentence
              text="{link}: pictures for a README or a blog"
              with={{ link: <a href={paths.embed(handle)}>{t('Show it elsewhere')}</a> }}
            />{' '}
            · <a href={paths.feed(handle, 'atom')}>{t('Feed')}</a> ·{' '}
            <a href={paths.comparison(handle)}>{t('Compare')}</a>
          </p>
        )}
        {shared && <SharePanel shared={shared} />}
        <div id="announcer" class="sr-only" aria-live="polite" />
      </div>
    </Layout>
  )
}

/** Metadata for search engines, feed readers and link previews. Private pages have none. */
const ProfileHead: FC<ProfilePageProps & { score: Score }> = ({ profile, view, score, site }) => {
  const { handle, visibility } = profile
  if (visibility === 'private') return null
  const page = site.profile(handle)
  const { name = null, line = null, links = [] } = view.identity ?? {}
  const title = t('{page} on Laurel', { page: namedPage(handle, view.identity) })
  const text = description(handle, view, score)
  return (
    <>
      <SharedPage
        title={title}
        description={text}
        url={page}
        image={site.image(handle, 'og.png')}
        imageAlt={text}
        alternates={[
          {
            type: 'application/atom+xml',
            title: `${title} (Atom)`,
            href: site.feed(handle, 'atom'),
          },
          {
            type: 'application/feed+json',
            title: `${title} (JSON Feed)`,
            href: site.feed(handle, 'json'),
          },
          { type: 'application/json+oembed', title, href: site.oEmbed(page) },
        ]}
      />
      {visibility === 'public' && (
        <StructuredData
          data={{
            '@context': 'https://schema.org',
            '@type': 'ProfilePage',
            url: page,
            mainEntity: {
              '@type': 'Person',
              name: name ?? `@${handle}`,
              ...(name !== null && { alternateName: `@${handle}` }),
              ...(line !== null && { description: line }),
              url: page,
              sameAs: links.filter(({ proof }) => proof).map(({ url }) => url),
              award: view.achievements
                .filter(({ unlocked }) => unlocked)
                .map(({ name, tier }) => (tier === null ? name : `${name} (${tier})`)),
            },
          }}
        />
      )}
    </>
  )
}

const NoHistory: FC<{ owner: boolean; hidden: boolean }> = ({ owner, hidden }) => (
  <section id="no-history" class="notice" aria-label={t('No history yet')} data-live hidden={hidden}>
    <p>
      {owner ? (
        <>
          <strong>{t('This page has no history yet.')}</strong>{' '}
          <Sentence
            text="Open your agent’s {file}, see what it has earned, and publish it. Everything there is to earn is below."
            with={{ file: <code>state.db</code> }}
          />
        </>
      ) : (
        <>
          <strong>{t('No history yet.')}</strong> {t('Everything there is to earn is below.')}
        </>
      )}
    </p>
  </section>
)

function description(handle: string, view: AchievementsPayload, { highest }: Score): string {
  const values = {
    page: namedPage(handle, view.identity),
    unlocked: view.unlocked_count,
    total: view.total_count,
  }
  return highest?.tier
    ? t('{page}: {unlocked} of {total} achievements unlocked, highest tier {tier}.', {
        ...values,
        tier: highest.tier,
      })
    : t('{page}: {unlocked} of {total} achievements unlocked.', values)
}
