import { beforeEach, expect, it, vi } from 'vitest'
import { encodeStats } from '../../src/scan/checkpoint.ts'
import { recount } from '../../src/scan/recount.ts'
import { payloadAt, situationOf } from '../../src/view/answer.ts'
import { session as stats } from '../engine/sessions.ts'
import { Scanning } from './scanning.ts'

beforeEach(() => {
  vi.restoreAllMocks()
})

const DAY = 86_400

/** Reports a session that was last active on this day, with this many calls of everything in Research/Web. */
function report(
  scanning: Scanning,
  id: string,
  day: number,
  calls: Partial<Parameters<typeof stats>[0]>,
): void {
  const made = stats({ session_id: id, last_active: day * DAY, ...calls })
  const checkpoint = { fingerprint: id, record: null, stats: encodeStats(made) }
  scanning.store.report('default', `${id} ${day}`, [{ session_id: id, checkpoint }])
}

const shownOf = ({ store, now }: Scanning, owner = false) =>
  payloadAt(store, situationOf(store, 'UTC', 120, now), owner).mastered

const MOST = { web_calls: 500, web_extract_calls: 200, browser_calls: 100 }
const REST = { docs_activity_events: 6_000 }

it('is published with the date of the last unlock, and kept beside the unlocks', async () => {
  const scanning = new Scanning()
  report(scanning, 'a', 3, MOST)
  await scanning.scan()
  expect([shownOf(scanning), scanning.store.mastery()]).toEqual([undefined, {}])
  report(scanning, 'b', 5, REST)
  await scanning.scan()
  const mastered = [{ category: 'Research/Web', mastered_at: 5 * DAY, new_badges: 0 }]
  expect([shownOf(scanning), shownOf(scanning, true)]).toEqual([mastered, mastered])
  // As if the badge that nothing else has were new.
  scanning.store.saveMastery({ 'Debugging Chaos': Object.values(scanning.store.mastery()).flat() })
  await scanning.scan()
  expect(shownOf(scanning)?.find(({ category }) => category === 'Debugging Chaos')).toMatchObject({
    mastered_at: 5 * DAY,
    new_badges: scanning.store
      .view()
      ?.achievements.filter(({ category, state }) => category === 'Debugging Chaos' && state === 'discovered')
      .length,
  })
})

it('stays when sessions go, but not through a recount', async () => {
  const scanning = new Scanning()
  report(scanning, 'a', 3, { ...MOST, ...REST })
  await scanning.scan()
  report(scanning, 'a', 3, {})
  await scanning.scan()
  expect(shownOf(scanning)).toMatchObject([{ category: 'Research/Web' }])
  scanning.store.transaction(() => recount(scanning.ports))
  await scanning.scan()
  expect([shownOf(scanning), scanning.store.mastery()]).toEqual([undefined, {}])
})
