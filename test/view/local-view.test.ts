import { describe, expect, it } from 'vitest'
import { AchievementsPayloadSchema, type ScanMeta } from '../../src/contract/achievements.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { ownView } from '../../src/view/local-view.ts'
import { expectedOf } from '../engine/golden.ts'
import { plainDates } from '../engine/plain-dates.ts'

const META: ScanMeta = {
  mode: 'full',
  sessions_total: 1,
  sessions_rescanned: 1,
  sessions_reused: 0,
  sessions_scanned_so_far: 1,
  sessions_expected_total: 1,
}
const NOW = 1_790_000_000

describe('the view that one history makes', () => {
  it.each([
    ['history', 'UTC'],
    ['edges', 'UTC'],
    ['edges.tokyo', 'Asia/Tokyo'],
  ])('has the golden figures of %s in %s, each dated by the session that earned it', (name, timeZone) => {
    const { sessions, achievements } = expectedOf(name)
    const view = ownView({ sessions, meta: META, timeZone, now: NOW })
    const open = achievements.filter(({ state }) => state !== 'secret')
    const shown = view.achievements.filter(({ state }) => state !== 'secret')
    const figures = ({ id, unlocked, tier = null, progress, progress_pct }: Record<string, unknown>) => [
      id,
      unlocked,
      tier,
      progress,
      progress_pct,
    ]
    expect(shown.map(figures)).toEqual(open.map(figures))
    const dates = plainDates(sessions, timeZone)
    for (const { id, unlocked, unlocked_at, recorded_at, tier_history, tier } of shown) {
      expect(unlocked_at ?? undefined).toBe(dates.get(id)?.at)
      expect(recorded_at).toBe(unlocked ? NOW : undefined)
      expect(tier_history.at(-1)?.reached_at).toBe(dates.get(`${id} ${tier}`)?.at)
    }
    expect(AchievementsPayloadSchema.parse(view)).toEqual(view)
  })

  it('hides the secrets that are still ones, and names no session', () => {
    const view = ownView({ sessions: [], meta: META, timeZone: 'UTC', now: NOW })
    const secrets = CATALOG.filter((definition) => definition.secret)
    expect(view.secret_count).toBe(secrets.length)
    const text = JSON.stringify(view)
    for (const { id, name } of secrets)
      expect([text.includes(id), text.includes(name)]).toEqual([false, false])
    const { sessions } = expectedOf('history')
    const full = JSON.stringify(ownView({ sessions, meta: META, timeZone: 'UTC', now: NOW }))
    for (const { session_id } of sessions) expect(full).not.toContain(session_id)
  })
})
