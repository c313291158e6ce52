import type { FC } from 'hono/jsx'
import { grouped } from '../../src/browser/wording.ts'
import type { AchievementsPayload } from '../../src/contract/achievements.ts'
import type { Visibility } from '../../src/contract/profiles.ts'
import type { Sources } from '../../src/contract/sources.ts'
import { Layout } from './layout.tsx'
import { CategoryIcon } from './parts/icon.tsx'
import { type Filters, profilePath } from './paths.ts'
import { Badge, SecretBadge } from './profile/badge.tsx'
import { FilterBar } from './profile/filters.tsx'
import { Hero, LatestUnlocks } from './profile/hero.tsx'
import { OwnerBar } from './profile/owner-bar.tsx'
import { isScanning, ScanBanner, ScanError } from './profile/scan-banner.tsx'
import { type Score, scoreOf } from './profile/score.ts'
import { type Selection, select } from './profile/selection.ts'

export interface ProfilePageProps {
  profile: { handle: string; time_zone: string; visibility: Visibility }
  view: AchievementsPayload
  /** The profile's histories, for its owner alone: the reader has presented the owner key. */
  sources: Sources | null
  filters: Filters
  /** Unix seconds. */
  now: number
  /** A history has been uploaded, scanned or not. */
  hasSnapshot: boolean
}

/** A profile's page. Regions marked `data-live` are swapped by id while a scan runs. */
export const ProfilePage: FC<ProfilePageProps> = (props) => {
  const { profile, view, sources, filters, now, hasSnapshot } = props
  const owner = sources !== null
  const { handle } = profile
  const score = scoreOf(view)
  const scanning = isScanning(view, hasSnapshot)
  const page = profilePath(handle, filters)
  return (
    <Layout
      title={`@${handle}`}
      description={description(handle, view, score)}
      noindex={profile.visibility !== 'public'}
      path={profilePath(handle)}
      script="profile"
      signedIn={owner}
    >
      <div
        id="profile"
        class="profile"
        data-handle={handle}
        data-generated-at={view.generated_at ?? ''}
        data-follow={scanning || (view.is_stale && hasSnapshot) ? 'true' : 'false'}
      >
        <ScanBanner view={view} scanning={scanning} page={page} />
        <Hero handle={handle} view={view} score={score} now={now} />
        <ScanError view={view} />
        <NoHistory owner={owner} hidden={hasSnapshot} />
        {sources && <OwnerBar profile={profile} hasSnapshot={hasSnapshot} sources={sources} now={now} />}
        <LatestUnlocks score={score} now={now} />
        <FilterBar handle={handle} filters={filters} view={view} categories={score.categories} />
        <Badges selection={select(view.achievements, filters)} score={score} profile={profile} />
        <div id="announcer" class="sr-only" aria-live="polite" />
      </div>
    </Layout>
  )
}

interface BadgesProps {
  selection: Selection
  score: Score
  profile: ProfilePageProps['profile']
}

const Badges: FC<BadgesProps> = ({ selection, score, profile }) => (
  <div id="badges" class="badges" data-live>
    {selection.categories.map(({ name, badges }) => (
      <section aria-label={name}>
        <h2>
          <CategoryIcon category={name} /> {name} <CategoryCount name={name} score={score} />
        </h2>
        <ul class="badge-grid">
          {badges.map((achievement) => (
            <Badge achievement={achievement} timeZone={profile.time_zone} />
          ))}
        </ul>
      </section>
    ))}
    {selection.secretCount > 0 && (
      <section aria-label="Secrets" class="secrets">
        <h2>
          Secrets <span class="count">{selection.secretCount} hidden</span>
        </h2>
        <ul class="badge-grid">
          {Array.from({ length: selection.secretCount }, (_, index) => (
            <SecretBadge number={index + 1} />
          ))}
        </ul>
      </section>
    )}
    {selection.categories.length === 0 && selection.secretCount === 0 && (
      <p class="empty">
        Nothing here yet. <a href={`${profilePath(profile.handle)}#badges`}>Show every badge</a>
      </p>
    )}
  </div>
)

const CategoryCount: FC<{ name: string; score: Score }> = ({ name, score }) => {
  const sums = score.categories.find((category) => category.name === name)
  return sums ? (
    <span class="count">
      {sums.unlocked} of {sums.total}
    </span>
  ) : null
}

const NoHistory: FC<{ owner: boolean; hidden: boolean }> = ({ owner, hidden }) => (
  <section id="no-history" class="notice" aria-label="No history yet" data-live hidden={hidden}>
    <p>
      {owner ? (
        <>
          <strong>This page is waiting for a history.</strong> Upload your agent’s <code>state.db</code> and
          watch the badges come in. Below is everything there is to earn.
        </>
      ) : (
        <>
          <strong>No history yet.</strong> Below is everything there is to earn.
        </>
      )}
    </p>
  </section>
)

function description(handle: string, view: AchievementsPayload, { highest }: Score): string {
  const count = `${grouped(view.unlocked_count)} of ${grouped(view.total_count)} achievements unlocked`
  return `@${handle}: ${count}${highest?.tier ? `, highest tier ${highest.tier}` : ''}.`
}
