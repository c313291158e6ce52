import type { Achievement, AchievementsPayload, ScanStatus } from '../contract/achievements.ts'
import { payloadAt, type ViewStore } from './answer.ts'
import type { Situation } from './freshness.ts'
import { scanStatus } from './status.ts'

/**
 * The view as clients of Hermes' achievements plugin expect it (its dashboard/plugin_api.py): times are whole seconds,
 * and a profile without a history has been scanned, with nothing in it. Those clients poll for as long as it has not.
 */

/** Returns the payload of the plugin's `GET achievements`, with what only the owner sees. */
export function pluginPayload(store: ViewStore, situation: Situation): AchievementsPayload {
  const payload = payloadAt(store, settled(situation), true)
  const { generated_at, is_stale, mastered, scan_meta } = payload
  const empty = isEmpty(situation)
  return {
    ...payload,
    achievements: payload.achievements.map(inWholeSeconds),
    ...(mastered && {
      mastered: mastered.map((one) => ({ ...one, mastered_at: Math.floor(one.mastered_at) })),
    }),
    generated_at: whole(empty ? situation.now : generated_at),
    is_stale: is_stale && !empty,
    scan_meta: {
      ...scan_meta,
      mode: empty ? 'full' : scan_meta.mode,
      status: pluginStatus(situation),
    },
  }
}

/** Returns the payload of the plugin's `GET scan-status`. */
export function pluginStatus(situation: Situation): ScanStatus {
  const status = scanStatus(settled(situation))
  return {
    ...status,
    started_at: whole(status.started_at),
    finished_at: whole(status.finished_at),
    last_duration_ms: whole(status.last_duration_ms),
    snapshot_generated_at: whole(status.snapshot_generated_at),
    snapshot_age_seconds: whole(status.snapshot_age_seconds),
    duration_ms_p95: whole(status.duration_ms_p95),
  }
}

/** Whether there is nothing to show and nothing to scan. */
function isEmpty({ hasSnapshot, view }: Situation): boolean {
  return !hasSnapshot && view === null
}

function settled(situation: Situation): Situation {
  const view = { generatedAt: situation.now, partial: false, outdated: false }
  return isEmpty(situation) ? { ...situation, view } : situation
}

function inWholeSeconds(achievement: Achievement): Achievement {
  const { unlocked_at, recorded_at, tier_history } = achievement
  return {
    ...achievement,
    unlocked_at: whole(unlocked_at),
    ...(recorded_at !== undefined && { recorded_at: Math.floor(recorded_at) }),
    tier_history: tier_history.map((step) => ({
      ...step,
      reached_at: Math.floor(step.reached_at),
      ...(step.recorded_at !== undefined && { recorded_at: Math.floor(step.recorded_at) }),
    })),
  }
}

function whole(number: number | null): number | null {
  return number === null ? null : Math.floor(number)
}
