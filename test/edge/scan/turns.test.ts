import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { SourceReading } from '../../../src/scan/source-reading.ts'
import { EXPECTED } from '../histories.ts'
import {
  expectFigures,
  newProfile,
  pass,
  payloadOf,
  ring,
  statusOf,
  stopTheClock,
  upload,
  withSettings,
} from './profiles.ts'

let restore: () => void
beforeAll(() => {
  restore = withSettings({ SLICE_SESSIONS: 10, OPEN_HISTORIES_MAX: 2, CHUNK_CACHE_BYTES: 2_097_152 })
})
afterAll(() => restore())
beforeEach(stopTheClock)

const isRunning = async (handle: string) => (await statusOf(handle)).state === 'running'

describe('several profiles that are scanned at a time', () => {
  it('never read at the same moment, keep few histories open, and come to exact figures', async () => {
    const handles = await Promise.all([1, 2, 3, 4].map(() => newProfile()))
    for (const handle of handles) await upload(handle, 'history')
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
      await expectFigures(handle, EXPECTED.history)
      expect((await payloadOf(handle)).scan_meta).toMatchObject({ mode: 'full', sessions_rescanned: 110 })
      expect(await statusOf(handle)).toMatchObject({ run_count: 1, failed_count: 0 })
    }
  })
})
