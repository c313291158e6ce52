import { env, runDurableObjectAlarm } from 'cloudflare:test'
import { beforeEach, describe, expect, it } from 'vitest'
import { circleObject } from '../../../functions/circle/client.ts'
import { eraseProfile } from '../../../functions/profile/lifecycle.ts'
import { codeTyped } from '../../../src/circles/codes.ts'
import { reachedIn } from '../../../src/circles/points.ts'
import { resultOf } from '../../../src/circles/result.ts'
import { EXPECTED } from '../histories.ts'
import { report, reportOf } from '../reporting.ts'
import {
  clientOf,
  dropAlarm,
  idOf,
  keyOf,
  newProfile,
  nowSeconds,
  pass,
  payloadOf,
  ring,
  rowsOf,
  settle,
  stopTheClock,
} from './profiles.ts'

const DAY = 86_400
/** The month that the clock stands in. */
const JUNE = { from: Date.UTC(2031, 5, 1) / 1000, until: Date.UTC(2031, 6, 1) / 1000 }

beforeEach(stopTheClock)

/** Reports so many sessions, one an hour from the first of June on, and scans them. */
async function earn(handle: string, sessions: number): Promise<void> {
  await tellOf(handle, sessions)
  await settle(handle)
}

async function tellOf(handle: string, sessions: number): Promise<void> {
  const dated = EXPECTED.history.sessions.slice(0, sessions).map((stats, hour) => {
    const at = JUNE.from + hour * 3600
    return { ...stats, started_at: at, last_active: at + 60 }
  })
  await report(handle, reportOf({ ...EXPECTED.history, sessions: dated }))
}

/** Makes a circle of these profiles, the first its maker. Returns its id. */
async function circleOf(...handles: string[]): Promise<string> {
  const [maker = '', ...others] = handles
  const id = await clientOf(maker).circles.make({ name: 'Night shift' })
  const { code = '' } = await clientOf(maker).circles.show(id, null)
  for (const handle of others) expect(await clientOf(handle).circles.join(code)).toBe(id)
  return id
}

const seenBy = (handle: string, circle: string, month: string | null = null) =>
  clientOf(handle).circles.show(circle, month)
const freeze = (circle: string) => runDurableObjectAlarm(circleObject(env, circle))

/** What the published views of these profiles come to. */
async function expected(...handles: string[]) {
  const members = await Promise.all(
    handles.map(async (id) => ({ id, reached: reachedIn((await payloadOf(id)).achievements) })),
  )
  return resultOf(members, JUNE).scores.map(({ member, points, firsts }) => [member, points, firsts])
}

async function standings(handle: string, circle: string, month: string | null = null) {
  const { standings } = await seenBy(handle, circle, month)
  return standings.map((row) => [row.handle, row.points, row.firsts])
}

describe('a circle', () => {
  it('counts what its members publish, and what was frozen stays', async () => {
    const [ada, bob] = [await newProfile(), await newProfile()]
    await earn(ada, 10)
    const circle = await circleOf(ada, bob)
    await earn(bob, 40)
    const live = await standings(ada, circle)
    expect(live).toEqual(await expected(ada, bob))
    expect(live.every(([, points]) => Number(points) > 0)).toBe(true)
    pass(30 * DAY + DAY)
    await freeze(circle)
    await earn(ada, 90)
    expect(await standings(ada, circle, '2031-06')).toEqual(live)
    expect(await expected(ada, bob)).not.toEqual(live)
    const { frozen_at, months, month } = await seenBy(ada, circle, '2031-06')
    expect([month, months, frozen_at]).toEqual(['2031-06', ['2031-07', '2031-06'], expect.any(Number)])
  })

  it('comes to the same when messages are doubled, old or lost', async () => {
    const [ada, bob] = [await newProfile(), await newProfile()]
    const circle = await circleOf(ada, bob)
    const [id, ticket] = [idOf.get(ada) ?? '', 1]
    const standing = async () => {
      const answer = await clientOf(ada).circles.standing(circle, id, ticket)
      if (answer === null) throw new Error('not in it')
      return answer
    }
    await earn(ada, 10)
    const old = await standing()
    await earn(ada, 60)
    const told = await standings(ada, circle)
    const latest = await standing()
    for (const message of [latest, old, old, latest])
      await circleObject(env, circle).tell(id, ticket, message)
    expect(await standings(ada, circle)).toEqual(told)
    expect(told).toEqual(await expected(ada, bob))
    // What a profile tells is lost with its alarm, and the circle asks.
    await tellOf(ada, 100)
    while ((await rowsOf(ada, 'SELECT 1 FROM circles WHERE due_at IS NOT NULL')).length === 0) await ring(ada)
    await dropAlarm(ada)
    expect(await standings(ada, circle)).toEqual(told)
    pass(301)
    expect(await standings(ada, circle)).toEqual(await expected(ada, bob))
    expect(await expected(ada, bob)).not.toEqual(told)
  })

  it('loses all of a profile that is deleted, at once and in frozen months, and passes to another', async () => {
    const [ada, bob] = [await newProfile(), await newProfile()]
    const circle = await circleOf(ada, bob)
    await earn(ada, 40)
    pass(30 * DAY + DAY)
    await freeze(circle)
    expect(JSON.stringify(await seenBy(bob, circle, '2031-06'))).toContain(ada)
    await eraseProfile(env, keyOf(ada))
    for (const month of [null, '2031-06']) {
      expect(JSON.stringify(await seenBy(bob, circle, month))).not.toContain(ada)
    }
    expect(await seenBy(bob, circle)).toMatchObject({ maker: bob, member_count: 1, code: expect.any(String) })
  })

  it('finds out by asking that a profile is gone or has left', async () => {
    const [ada, bob, cy] = [await newProfile(), await newProfile(), await newProfile()]
    const circle = await circleOf(ada, bob, cy)
    // As if neither could reach the circle.
    await rowsOf(bob, 'DELETE FROM circles')
    await rowsOf(cy, 'DELETE FROM circles')
    await eraseProfile(env, keyOf(cy))
    expect((await seenBy(ada, circle)).member_count).toBe(3)
    pass(301)
    expect((await seenBy(ada, circle)).members.map(({ handle }) => handle)).toEqual([ada])
  })

  it('ends with its last member, and its code with it', async () => {
    const [ada, bob] = [await newProfile(), await newProfile()]
    const circle = await circleOf(ada)
    const { code = '' } = await seenBy(ada, circle)
    await clientOf(ada).circles.leave(circle)
    await expect(clientOf(bob).circles.join(code)).rejects.toMatchObject({ code: 'circle_not_found' })
    expect(await clientOf(ada).circles.list()).toMatchObject({ circles: [] })
  })

  it('waits for a member that cannot be asked, and not for ever', async () => {
    const [ada, bob] = [await newProfile(), await newProfile()]
    const circle = await circleOf(ada, bob)
    const profiles = env.PROFILES
    const isDown = {
      idFromName: (name: string) => name,
      get: () => ({ call: async () => Promise.reject(new Error()) }),
    }
    pass(30 * DAY)
    const frozenAt = async () => (await seenBy(ada, circle, '2031-06')).frozen_at
    Object.assign(env, { PROFILES: isDown })
    await freeze(circle)
    Object.assign(env, { PROFILES: profiles })
    expect(await frozenAt()).toBeNull()
    pass(2 * DAY)
    Object.assign(env, { PROFILES: isDown })
    await freeze(circle)
    Object.assign(env, { PROFILES: profiles })
    expect(await frozenAt()).toBe(nowSeconds())
  })

  it('lets in by its code however that is typed, and by the new one alone once a member was removed', async () => {
    const [ada, bob] = [await newProfile(), await newProfile()]
    const circle = await circleOf(ada)
    const { code: first = '' } = await seenBy(ada, circle)
    await clientOf(bob).circles.join(` ${first.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `)
    await clientOf(ada).circles.remove(circle, bob)
    await expect(clientOf(bob).circles.show(circle, null)).rejects.toMatchObject({ code: 'circle_not_found' })
    await expect(clientOf(bob).circles.join(first)).rejects.toMatchObject({ code: 'circle_not_found' })
    const { code: second = '' } = await seenBy(ada, circle)
    expect(codeTyped(second)).toHaveLength(12)
    expect(await clientOf(bob).circles.join(second)).toBe(circle)
  })
})
