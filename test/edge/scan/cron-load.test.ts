import { env } from 'cloudflare:test'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { tick } from '../../../functions/scheduled.ts'
import { SETTINGS } from '../../../src/config.ts'
import { CountedRegistry, EMPTY_BUCKET, fillRegistry, IDLE_OBJECTS } from '../../bench/counted-registry.ts'

const MANY = 100_000
const TICKS_IN_6_HOURS = (6 * 60) / 5

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
})

// A later tick in this runtime would call an object for each.
afterAll(() => env.REGISTRY.exec('DELETE FROM profiles'))

/** Ticks, and returns how many rows of the registry that read. */
async function rowsOfTick(): Promise<number> {
  const registry = new CountedRegistry(env.REGISTRY)
  const idle = { REGISTRY: registry, PROFILES: IDLE_OBJECTS, SNAPSHOTS: EMPTY_BUCKET }
  await tick(Object.assign({ ...env }, idle), 1000)
  return registry.rowsRead
}

const profiles = () => env.REGISTRY.prepare('SELECT count(*) AS n FROM profiles').first<number>('n')

describe('a cron tick', () => {
  it('reads no row more for 100,000 profiles that idle', async () => {
    await fillRegistry(env.REGISTRY, { idle: 0, expired: 0 })
    await rowsOfTick()
    const alone = await rowsOfTick()
    await fillRegistry(env.REGISTRY, { idle: MANY, expired: 0 })
    expect(await rowsOfTick()).toBe(alone)
    expect(await profiles()).toBe(MANY)
  })

  it('erases so many samples that 100,000 are gone within 6 hours', async () => {
    await fillRegistry(env.REGISTRY, { idle: 10, expired: MANY })
    await rowsOfTick()
    const erased = MANY + 10 - ((await profiles()) ?? 0)
    expect(erased).toBe(SETTINGS.CRON_TICK_PROFILES.value)
    expect(erased * TICKS_IN_6_HOURS).toBeGreaterThanOrEqual(MANY)
  })
})
