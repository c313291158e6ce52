import type {
  Achievement,
  AchievementsPayload,
  Mastered,
  Provenance,
  ScanMeta,
  ScanStatus,
} from '../contract/achievements.ts'
import type { ScanWarnings } from '../contract/warnings.ts'
import { emptyAggregate, figures, maxima } from '../engine/aggregate.ts'
import { CATALOG } from '../engine/catalog.ts'
import { evaluate } from '../engine/evaluate.ts'
import { present } from '../engine/present.ts'
import type { AggregateFigures } from '../engine/types.ts'
import { progressOf, type ScanRun } from './scan-record.ts'
import { type EarnedAchievement, withUnlocks } from './unlocks.ts'

/** The published view, from which every page, card and response of a profile is made. Times are Unix seconds. */
export interface PublishedView {
  /** The `STATS_VERSION` of its figures. */
  engine_version: number
  /** Absent in views older than this field. */
  catalog_version?: number
  time_zone: string
  /** Unique among the views of a profile, so that a page can tell whether it shows the current one. */
  revision: number
  generated_at: number
  partial: boolean
  scan_meta: ScanMeta
  /** Who counted. Absent in views from before there were reports. */
  provenance?: Provenance
  /** How many achievements stand higher than the figures reach. Absent in older views. */
  unreached?: number
  aggregate: AggregateFigures
  /** In catalog order, with evidence; secrets already hidden. */
  achievements: Achievement[]
  /** Absent in views from before categories could be mastered. */
  mastered?: Mastered[]
}

export interface ViewParts extends Omit<PublishedView, 'partial' | 'achievements'> {
  items: readonly EarnedAchievement[]
}

export function publishedView({ items, ...parts }: ViewParts): PublishedView {
  return { ...parts, partial: parts.scan_meta.mode === 'in_progress', achievements: present(items) }
}

/** What may change in a response between two publications. */
export interface ViewContext {
  isStale: boolean
  error: string | null
  /** Absent if nothing refreshes the view. */
  status?: ScanStatus
  /** Only the owner sees warnings and the sessions that serve as evidence. */
  owner: boolean
  warnings?: ScanWarnings
}

/** Returns the payload of `GET achievements` for the published view. */
export function payloadOf(view: PublishedView, context: ViewContext): AchievementsPayload {
  const achievements = view.achievements.map(context.owner ? withTitle : withoutSession)
  const { warnings: _warnings, more_warnings: _more, ...scanMeta } = view.scan_meta
  return {
    achievements,
    ...countStates(achievements),
    ...(view.mastered?.length ? { mastered: view.mastered } : {}),
    generated_at: view.generated_at,
    is_stale: context.isStale,
    error: context.error,
    provenance: view.provenance ?? 'scanned',
    scan_meta: { ...scanMeta, ...(context.owner ? context.warnings : {}), ...withStatus(context) },
  }
}

const NOTHING_SCANNED: Omit<ScanMeta, 'mode'> = {
  sessions_total: 0,
  sessions_rescanned: 0,
  sessions_reused: 0,
  sessions_scanned_so_far: 0,
  sessions_expected_total: 0,
}

/**
 * Returns the payload before the first view: the whole catalog, nothing unlocked, and the progress of the first scan.
 */
export function pendingPayload(running: ScanRun | null, context: ViewContext): AchievementsPayload {
  const nothing = emptyAggregate('UTC')
  const achievements = present(withUnlocks(evaluate(figures(nothing), maxima(nothing)), new Map()))
  return {
    achievements,
    ...countStates(achievements),
    generated_at: null,
    is_stale: true,
    error: context.error,
    provenance: 'none',
    scan_meta: {
      mode: context.error === null ? 'pending' : 'failed',
      ...(running ? progressOf(running) : NOTHING_SCANNED),
      ...withStatus(context),
    },
  }
}

function withStatus({ status }: ViewContext): { status?: ScanStatus } {
  return status ? { status } : {}
}

function countStates(achievements: readonly Achievement[]) {
  const count = (state: Achievement['state']) => achievements.filter((item) => item.state === state).length
  return {
    unlocked_count: count('unlocked'),
    discovered_count: count('discovered'),
    secret_count: count('secret'),
    total_count: CATALOG.length,
  }
}

/** Replaces the title of a session reported without one. A scanned session always has some title. */
const NO_TITLE = 'A session reported without its title'

function withTitle(achievement: Achievement): Achievement {
  const { evidence } = achievement
  return evidence?.title === '' ? { ...achievement, evidence: { ...evidence, title: NO_TITLE } } : achievement
}

/** Returns the achievement as the public sees it. */
export function withoutSession(achievement: Achievement): Achievement {
  const { evidence } = achievement
  return evidence ? { ...achievement, evidence: { value: evidence.value } } : achievement
}
