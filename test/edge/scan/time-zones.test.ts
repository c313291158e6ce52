import { beforeEach, describe, expect, it } from 'vitest'
import { credentialOf } from '../../../src/credentials/credential.ts'
import { isTimeZone } from '../../../src/engine/time-zone.ts'
import { urls } from '../../../src/urls.ts'
import { NO_ZONES, ZONES } from '../../engine/zone-names.ts'
import { EXPECTED } from '../histories.ts'
import {
  aggregateOf,
  clientOf,
  pass,
  payloadOf,
  rowsOf,
  scannedProfile,
  settle,
  statusOf,
  stopTheClock,
  upload,
} from './profiles.ts'

beforeEach(stopTheClock)

const DAY = 86_400
const NIGHTS = 'night_shift_operator'

async function moveTo(handle: string, time_zone: string): Promise<void> {
  await clientOf(handle).profile.change({ time_zone })
  await settle(handle)
}

const nightsOf = async (handle: string) =>
  (await payloadOf(handle)).achievements.find(({ id }) => id === NIGHTS)

describe('another time zone', () => {
  it('and back leaves what a profile has that always kept its own', async () => {
    const [moved, kept] = [await scannedProfile('history'), await scannedProfile('history')]
    await moveTo(moved, 'Asia/Tokyo')
    expect(await nightsOf(moved)).not.toMatchObject({ progress: (await nightsOf(kept))?.progress })
    pass(8 * DAY)
    await moveTo(moved, 'UTC')
    await moveTo(kept, 'UTC')
    expect(await aggregateOf(moved)).toEqual(await aggregateOf(kept))
    expect((await payloadOf(moved)).achievements).toEqual((await payloadOf(kept)).achievements)
    const credentials = await Promise.all(
      [moved, kept].map(async (handle) => {
        const earnedBadge = await clientOf(handle).credentials.earnedBadge(NIGHTS)
        if (!earnedBadge) throw new Error('not earned')
        const profile = { profileId: 'p', handle: 'ada' }
        return credentialOf(urls({ origin: 'https://laurel.example' }), { ...earnedBadge.badge, ...profile })
      }),
    )
    expect(credentials[0]).toEqual(credentials[1])
    expect(credentials[0]?.evidence[0]?.narrative).toContain('Nights and weekends are counted in UTC.')
  })

  it('earns nothing for good: what it reached lapses with it', async () => {
    const zones = ['Asia/Tokyo', 'America/New_York', 'UTC']
    const handle = await scannedProfile('history', 'Europe/Berlin')
    for (const zone of zones) {
      await moveTo(handle, zone)
      const alone = await scannedProfile('history', zone)
      expect((await nightsOf(handle))?.tier).toBe((await nightsOf(alone))?.tier)
      pass(8 * DAY)
    }
  })

  it('may be chosen once, then once a week', async () => {
    const handle = await scannedProfile('edges')
    await moveTo(handle, 'Asia/Tokyo')
    await expect(clientOf(handle).profile.change({ time_zone: 'UTC' })).rejects.toMatchObject({
      code: 'time_zone_settled',
      hint: 'You can change it again on 2031-06-08.',
    })
    await clientOf(handle).profile.change({ time_zone: 'Asia/Tokyo', visibility: 'unlisted' })
    pass(7 * DAY)
    await moveTo(handle, 'UTC')
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edges.aggregate)
  })
})

it('takes and refuses the same names as other runtimes do', () => {
  expect(ZONES.filter((name) => !isTimeZone(name))).toEqual([])
  expect(NO_ZONES.filter(isTimeZone)).toEqual([])
  expect(Intl.supportedValuesOf('timeZone').filter((name) => !isTimeZone(name))).toEqual([])
})

describe('a time zone that the runtime does not know', () => {
  const chooseUnknown = (handle: string) =>
    rowsOf(
      handle,
      `UPDATE documents SET value = json_set(value, '$.time_zone', 'Mars/Olympus') WHERE name = 'profile'`,
    )

  it('is UTC as long as that lasts, and is kept', async () => {
    const handle = await scannedProfile('edges', 'Asia/Tokyo')
    await chooseUnknown(handle)
    expect(await clientOf(handle).profile.get()).toMatchObject({
      time_zone: 'UTC',
      unknown_time_zone: 'Mars/Olympus',
    })
    await payloadOf(handle)
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edges.aggregate)
    await clientOf(handle).profile.change({ visibility: 'unlisted' })
    const [stored] = await rowsOf(
      handle,
      `SELECT value ->> 'time_zone' AS zone FROM documents WHERE name = 'profile'`,
    )
    expect(stored).toEqual({ zone: 'Mars/Olympus' })
    await moveTo(handle, 'Asia/Tokyo')
    expect(await clientOf(handle).profile.get()).not.toHaveProperty('unknown_time_zone')
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edgesTokyo.aggregate)
  })

  it('may be chosen, for a runtime that will know it', async () => {
    const handle = await scannedProfile('edges', 'Asia/Tokyo')
    expect(await clientOf(handle).profile.change({ time_zone: 'Mars/Olympus' })).toMatchObject({
      time_zone: 'UTC',
      unknown_time_zone: 'Mars/Olympus',
    })
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED.edges.aggregate)
  })
})

describe('counts nights and weekends again when the clocks of the runtime are others than those they were counted by', () => {
  it.each([
    ['with the next snapshot', 'todayNext'],
    ['with the next refresh', 'today'],
  ] as const)('%s', async (_when, next) => {
    const handle = await scannedProfile('today')
    // As a runtime with other zone data left it.
    await rowsOf(
      handle,
      `UPDATE documents SET value = json_set(value, '$.clocks', 'others', '$.night_sessions', 1, '$.weekend_sessions', 0)
       WHERE name = 'aggregate'`,
    )
    pass(10)
    if (next === 'today') await clientOf(handle).scans.refresh()
    else await upload(handle, next)
    await settle(handle)
    expect(await aggregateOf(handle)).toEqual(EXPECTED[next].aggregate)
    expect(await statusOf(handle)).toMatchObject({ failed_count: 0 })
  })
})
