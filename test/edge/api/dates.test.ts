import { env, runInDurableObject } from 'cloudflare:test'
import initSqlJs from 'sql.js/dist/sql-wasm.js'
import sqliteWasm from 'sql.js/dist/sql-wasm.wasm'
import { beforeAll, describe, expect, it } from 'vitest'
import { profileObject } from '../../../functions/profile/client.ts'
import type { AchievementsPayload } from '../../../src/contract/achievements.ts'
import type { Place } from '../../../src/engine/place.ts'
import { decodeStats } from '../../../src/scan/checkpoint.ts'
import { loadSqlite } from '../../../src/snapshot/sqlite.ts'
import { calendarDay, day, isoMoment } from '../../../src/ui/dates.ts'
import { plainDates } from '../../engine/plain-dates.ts'
import { LONG_ZONE, longHistory, monthsOf } from '../../fixtures/long-history.ts'
import { payloadOf } from '../credentials/signing-keys.ts'
import { api, call, create, type Owned, scanned, upload } from './client.ts'

let owner: Owned
/** What counting plainly gives: by the id of an achievement, and by its id and tier. */
let dates: Map<string, Place>
let achievements: AchievementsPayload['achievements']
/** When each was recorded, by the same keys. */
const recorded = new Map<string, number>()

beforeAll(async () => {
  await loadSqlite(() => sqliteWasm)
  const sqlite = await initSqlJs()
  owner = await create({ visibility: 'public', time_zone: LONG_ZONE })
  // Feeds sum up the first scan of a history, so most of this one comes with the second.
  for (const sessions of [3, Number.POSITIVE_INFINITY]) {
    await upload(owner, new Uint8Array(longHistory(sqlite, sessions)))
    await scanned(owner)
  }
  const stats = await runInDurableObject(profileObject(env, owner.handle), (_object, { storage }) =>
    storage.sql.exec<{ stats: string }>('SELECT stats FROM checkpoints').toArray(),
  )
  dates = plainDates(
    stats.map((row) => decodeStats(row.stats)),
    LONG_ZONE,
  )
  const answer = await call(api(owner.handle, '/achievements'))
  achievements = (await answer.json<AchievementsPayload>()).achievements
  for (const { id, recorded_at = 0, tier_history } of achievements) {
    recorded.set(id, recorded_at)
    for (const reached of tier_history) recorded.set(`${id} ${reached.tier}`, reached.recorded_at ?? 0)
  }
})

const earned = () => achievements.filter(({ unlocked }) => unlocked)
/** The time of a key of `dates`. */
const at = (key: string) => dates.get(key)?.at ?? Number.NaN
/** The key of the highest tier of a badge, or of the badge if it has none. */
const highest = ({ id, tier }: { id: string; tier: string | null }) => (tier === null ? id : `${id} ${tier}`)

describe('a history of fourteen months, scanned today', () => {
  it('has dates all over them in the API', () => {
    const told = earned().flatMap(({ id, unlocked_at, tier_history }) => [
      [id, unlocked_at] as const,
      ...tier_history.map(({ tier, reached_at }) => [`${id} ${tier}`, reached_at] as const),
    ])
    expect(new Map(told)).toEqual(new Map([...dates].map(([key, place]) => [key, place.at])))
    expect(monthsOf(told.map(([, time]) => time))).toBeGreaterThanOrEqual(12)
  })

  it('has them on its page: at each badge, at its tiers, and in the timeline', async () => {
    const page = await (await call(`/@${owner.handle}`)).text()
    for (const achievement of earned()) {
      const [, badge = ''] = page.split(`<li id="badge-${achievement.id}"`)
      const since = at(highest(achievement))
      const written = (time: number, words = '') =>
        `<time datetime="${isoMoment(time)}">${words}${day(time, LONG_ZONE)}</time>`
      expect(badge).toContain(written(since, 'since '))
      for (const { tier } of achievement.tier_history)
        expect(badge).toContain(written(at(`${achievement.id} ${tier}`)))
    }
    expect(timelineOf(page)).toEqual(plainTimeline())
  })

  it('has them in its feeds', async () => {
    type Item = { url: string; tags: string[]; date_published: string; date_modified: string }
    const json = await (await call(`/@${owner.handle}/feed.json`)).json<{ items: Item[] }>()
    const entries = json.items.flatMap(({ url, tags: [category, tier], ...dates }) => {
      const id = url.split('#badge-')[1] ?? ''
      return category === undefined ? [] : [{ known: tier === undefined ? id : `${id} ${tier}`, ...dates }]
    })
    const published = entries.map(({ date_published }) => Date.parse(date_published) / 1000)
    expect(monthsOf(published)).toBeGreaterThan(8)
    for (const { known, date_published, date_modified } of entries) {
      expect([known, date_published]).toEqual([known, isoMoment(at(known))])
      // Those of one scan differ in their milliseconds.
      const counted = isoMoment(Date.parse(date_modified) / 1000)
      expect([known, counted]).toEqual([known, isoMoment(recorded.get(known) ?? 0)])
    }
    const atom = await (await call(`/@${owner.handle}/feed.atom`)).text()
    expect([...atom.matchAll(/<published>([^<]+)/g)].map(([, date]) => date)).toEqual(
      json.items.map(({ date_published }) => date_published),
    )
  })

  it('has them in its credentials', async () => {
    for (const achievement of earned()) {
      const token = await (await call(`/@${owner.handle}/${achievement.id}/credential.jwt`)).text()
      expect(payloadOf(token)).toMatchObject({
        awardedDate: isoMoment(at(highest(achievement))),
        validFrom: isoMoment(recorded.get(highest(achievement)) ?? 0),
      })
    }
  })
})

/** The days of a timeline, the latest first, each with its badges and tiers. */
function timelineOf(page: string): [day: string, unlocks: string[]][] {
  const [, timeline = ''] = page.split('<section id="timeline"')
  return timeline
    .split('<li class="timeline-day">')
    .slice(1)
    .map((block) => [
      block.match(/<time datetime="([^"]+)"/)?.[1] ?? '',
      [...block.matchAll(/data-unlock="([^"]+)" data-standing="([^"]+)"/g)]
        .map(([, name, tier]) => `${name} ${tier}`)
        .sort(),
    ])
}

/** The same from the plain dates: of tiers that one session reached, the highest. */
function plainTimeline(): [day: string, unlocks: string[]][] {
  const days = new Map<string, string[]>()
  for (const { id, name, tier_history } of earned()) {
    const unlocks =
      tier_history.length === 0
        ? [[at(id), 'One-time'] as const]
        : tier_history.map(({ tier }) => [at(`${id} ${tier}`), tier] as const)
    for (const [time, tier] of new Map(unlocks)) {
      const key = calendarDay(time, LONG_ZONE)
      days.set(key, [...(days.get(key) ?? []), `${name} ${tier}`].sort())
    }
  }
  return [...days].sort(([a], [b]) => (a < b ? 1 : -1))
}
