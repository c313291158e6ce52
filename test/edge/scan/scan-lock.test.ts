import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ScanLock, scanLock } from '../../../functions/profile/scan-lock.ts'
import { SourceReading } from '../../../src/scan/source-reading.ts'
import { EXPECTED } from '../histories.ts'
import {
  clientOf,
  expectFigures,
  idOf,
  newProfile,
  pass,
  payloadOf,
  ring,
  statusOf,
  stopTheClock,
  upload,
  withSettings,
} from './profiles.ts'

beforeAll(() => withSettings({ SLICE_SESSIONS: 15, OPEN_HISTORIES_MAX: 2, CHUNK_CACHE_BYTES: 2_097_152 }))
beforeEach(stopTheClock)
// A test that fails leaves scans behind, which the next one must not wait for.
afterEach(() => {
  for (const id of idOf.values()) scanLock.leave(id)
})

it('is free again when the clock is put back, though its holder never released it', () => {
  const lock = new ScanLock(60)
  expect(lock.acquire('one', 100_000)).toBe(true)
  expect(lock.acquire('two', 100_001)).toBe(false)
  expect(lock.acquire('two', 13_600)).toBe(true)
})

const isRunning = async (handle: string) => (await statusOf(handle)).state === 'running'

/** Keeps the next slice that sweeps waiting. Answers when that has begun, and what lets it go on. */
function heldSweep(): { begun: Promise<void>; release: () => void } {
  const { sweep } = SourceReading.prototype
  let [begin, release] = [() => {}, () => {}]
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  vi.spyOn(SourceReading.prototype, 'sweep').mockImplementationOnce(async function (
    this: SourceReading,
    ...slice
  ) {
    begin()
    await held
    return sweep.apply(this, slice)
  })
  return { begun, release }
}

describe('several profiles that are scanned at a time', () => {
  it.each(['holds the turn', 'waits for it'])(
    'do not wait for one that is erased while it %s',
    async (state) => {
      const [gone, other] = [await newProfile(), await newProfile()]
      for (const handle of [gone, other]) await upload(handle, 'todayOlder')
      const [holder, waiting] = state === 'holds the turn' ? [gone, other] : [other, gone]
      // What is listed is swept next.
      await ring(holder)
      const { begun, release } = heldSweep()
      const slice = ring(holder)
      await begun
      await ring(waiting)
      await clientOf(gone).profile.erase(idOf.get(gone) ?? '')
      if (holder === other) {
        release()
        await slice
      }
      // The clock stands still: no lease and no patience runs out.
      for (let round = 0; round < 20 && (await isRunning(other)); round++) await ring(other)
      release()
      await slice
      expect(await isRunning(other)).toBe(false)
      await expectFigures(other, EXPECTED.todayOlder)
    },
  )

  it('never read at the same moment, keep few histories open, and come to exact figures', async () => {
    const handles = await Promise.all([1, 2, 3, 4].map(() => newProfile()))
    for (const handle of handles) await upload(handle, 'todayOlder')
    let reading = 0
    let most = 0
    const { sweep } = SourceReading.prototype
    vi.spyOn(SourceReading.prototype, 'sweep').mockImplementation(async function (
      this: SourceReading,
      ...slice
    ) {
      most = Math.max(most, ++reading)
      const swept = await sweep.apply(this, slice)
      reading--
      return swept
    })
    for (let round = 0; (await Promise.all(handles.map(isRunning))).some(Boolean); round++) {
      expect(round).toBeLessThan(500)
      await Promise.all(handles.map(ring))
      pass(0.1)
    }
    expect(most).toBe(1)
    for (const handle of handles) {
      await expectFigures(handle, EXPECTED.todayOlder)
      expect((await payloadOf(handle)).scan_meta).toMatchObject({ mode: 'full', sessions_rescanned: 155 })
      expect(await statusOf(handle)).toMatchObject({ run_count: 1, failed_count: 0 })
    }
  })
})
