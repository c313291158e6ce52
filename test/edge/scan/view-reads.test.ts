import { runInDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { NEW_SCAN_STATE } from '../../../src/scan/state.ts'
import { ProfileStore } from '../../../src/storage/profile-store.ts'
import { clientOf, objectOf, rowsOf, scannedProfile, stopTheClock } from './profiles.ts'

beforeEach(stopTheClock)

describe('the view of a profile', () => {
  it('is parsed once for a page after it changed, and not again for the next', async () => {
    const id = await scannedProfile('history')
    await rowsOf(id, `UPDATE documents SET value = json_set(value, '$.revision', 99) WHERE name = 'view'`)
    const [row] = await rowsOf(id, `SELECT value FROM documents WHERE name = 'view'`)
    const parse = vi.spyOn(JSON, 'parse')
    const parsed = () => parse.mock.calls.filter(([text]) => text === row?.value).length
    await clientOf(id).views.overview(true)
    expect(parsed()).toBe(1)
    parse.mockClear()
    await clientOf(id).views.overview(true)
    expect(parsed()).toBe(0)
  })

  it('is as it was before a transaction that threw, and gone after an erasure', async () => {
    const id = await scannedProfile('history')
    await runInDurableObject(objectOf(id), async (_, { storage }) => {
      const store = new ProfileStore(storage, NEW_SCAN_STATE)
      const before = store.view()
      if (!before) throw new Error('There is no view.')
      const failing = () =>
        store.transaction(() => {
          store.saveView({ ...before, revision: -1 })
          expect(store.view()?.revision).toBe(-1)
          throw new Error('rolled back')
        })
      expect(failing).toThrow('rolled back')
      expect(store.view()).toEqual(before)
      await store.erase()
      expect(store.view()).toBeNull()
    })
  })
})
