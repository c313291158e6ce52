import { env } from 'cloudflare:test'
import { expect, vi } from 'vitest'
import { findProfile } from '../../../functions/profile/lifecycle.ts'
import { scanLock } from '../../../functions/profile/scan-lock.ts'
import { api, call, type Owned } from '../api/client.ts'
import { clientOf, idOf, stopTheClock } from '../scan/profiles.ts'
import { type Fault, faultPoints, type Kind, PARTS, type Part } from './fault-points.ts'
import { type Figures, figuresOf, hoursPass, remainsOf } from './profiles.ts'
import type { Scenario } from './scenarios.ts'

/** Hours after which everything that is kept for a while has lapsed, and a clock that was put back is where it was. */
const LAPSED_HOURS = 25

const CLOCKS: readonly Kind[] = ['day back', 'day ahead', 'day ahead, then back']

/** What a scenario comes to without faults. */
interface Clean {
  calls: Record<Part, number>
  figures: Figures
  remains: Awaited<ReturnType<typeof remainsOf>>
  news: string[]
}

/** What can happen at a call of a part. */
function kindsOf(part: Part): Kind[] {
  // A statement is answered at once, and nothing pauses for it.
  if (part === 'storage') return ['fails', 'down', 'full']
  if (part === 'object') return ['dies before', 'dies after']
  // An alarm is part of what its turn writes: all of it is there after a death, or nothing, as alarms.test.ts shows.
  if (part === 'alarm') return ['fails', 'unanswered', 'down', 'dies after', ...CLOCKS]
  const all: Kind[] = ['fails', 'unanswered', 'down', 'dies before', 'dies after', ...CLOCKS]
  return part === 'r2' || part === 'd1' ? [...all, 'all down'] : all
}

const clean = new Map<string, Promise<Clean>>()

/** Runs a scenario without faults, once. */
function cleanRun(scenario: Scenario): Promise<Clean> {
  const known = clean.get(scenario.name) ?? runClean(scenario)
  clean.set(scenario.name, known)
  return known
}

/** Has a scenario prepared, as if nothing had run before. */
async function prepared({ prepare }: Scenario): Promise<Owned> {
  stopTheClock()
  // What died never released it.
  for (const id of idOf.values()) scanLock.leave(id)
  idOf.clear()
  const owner = await prepare()
  faultPoints.told.clear()
  return owner
}

async function runClean(scenario: Scenario): Promise<Clean> {
  const owner = await prepared(scenario)
  logs()
  expect(await faultPoints.during(null, () => scenario.run(owner))).toBe('done')
  const { calls } = faultPoints
  const figures = await figuresOf(owner)
  await hoursPass(owner, LAPSED_HOURS, 1, 1)
  return { calls, figures, remains: await remainsOf(owner), news: newsTold() }
}

/** Returns a scenario's faults: each kind at each call. */
export async function faultsOf(scenario: Scenario): Promise<Fault[]> {
  const { calls } = await cleanRun(scenario)
  return PARTS.flatMap((part) =>
    kindsOf(part).flatMap((kind) => Array.from({ length: calls[part] }, (_, at) => ({ part, kind, at }))),
  )
}

/**
 * Plants a fault in a scenario. Then the last view must be up; cron ticks alone must bring the profile to where it was
 * or to where it should be; doing it again must succeed, with the figures of a clean run; and days later nothing may be
 * left that a clean run does not leave, and everything was told once. All that R2 has is counted the whole time. Returns
 * the number of checks.
 */
export async function plant(scenario: Scenario, fault: Fault): Promise<number> {
  const { figures, remains, news } = await cleanRun(scenario)
  const owner = await prepared(scenario)
  const before = await figuresOf(owner)
  const logged = logs()
  let visited: number | null = null
  await faultPoints.during(fault, async () => {
    visited = await runAndTick(scenario, owner, fault)
  })
  // An object whose storage cannot be read has nothing to show; nor has a profile that is gone, or not made yet.
  if (fault.part !== 'storage' || fault.kind === 'full') expect([null, 200, 404]).toContain(visited)
  expectUp(await figuresOf(owner), before, figures)
  await expectCounted(owner)
  await hoursPass(owner, fault.kind.includes('back') ? LAPSED_HOURS : 1, 1)
  expect([before, figures]).toContainEqual(await figuresOf(owner))
  await expectCounted(owner)
  await scenario.run(owner)
  expect(await figuresOf(owner)).toEqual(figures)
  await expectCounted(owner)
  await hoursPass(owner, LAPSED_HOURS, 1, 1)
  expect(await figuresOf(owner)).toEqual(figures)
  expect(await remainsOf(owner)).toEqual(remains)
  expect(newsTold()).toEqual(news)
  expect(JSON.stringify(logged())).not.toContain('canary')
  return 11
}

const LASTING: readonly Kind[] = ['down', 'all down', 'full']

/**
 * What is down or full stays so beyond the end of a scenario, and ticks meet it. Returns the status of a visit meanwhile;
 * null if nothing lasts.
 */
async function runAndTick({ run }: Scenario, owner: Owned, { kind }: Fault): Promise<number | null> {
  if (!LASTING.includes(kind)) {
    await run(owner)
    return null
  }
  await run(owner).catch(() => undefined)
  await hoursPass(owner, 1).catch(() => undefined)
  return (await call(api(owner.handle, '/achievements'))).status
}

/** Expects a profile to count all chunks that R2 has of it. */
async function expectCounted({ handle }: Owned): Promise<void> {
  const { id } = (await findProfile(env, handle)) ?? {}
  if (id === undefined) return
  const { objects } = await env.SNAPSHOTS.list({ prefix: `profiles/${id}/chunks/` })
  const stored = objects.reduce((sum, { size }) => sum + size, 0)
  expect(stored).toBeLessThanOrEqual((await clientOf(handle).sources.list()).bytes)
}

/** Expects the last view or a newer one; a first scan may show how far it is. */
function expectUp(now: Figures, before: Figures, after: Figures): void {
  if (!now || !before) {
    expect([before, after]).toContainEqual(now)
    return
  }
  const earned = new Set(now.unlocked.map(([id]) => id))
  for (const [id] of before.unlocked) expect(earned).toContain(id)
  if (before.aggregate) expect(now.aggregate).not.toBeNull()
}

/** The unlocks that addresses were told of. */
function newsTold(): string[] {
  const unlocks = [...faultPoints.told.values()].flatMap(({ data }) => data.unlocks)
  return unlocks.map(({ id, tier }) => `${id} ${tier}`).sort()
}

/** Collects what is logged. */
function logs(): () => unknown[] {
  const spies = (['log', 'warn', 'error'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => undefined),
  )
  return () => spies.flatMap((spy) => spy.mock.calls)
}
