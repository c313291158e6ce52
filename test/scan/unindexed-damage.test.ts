import { describe, expect, it } from 'vitest'
import { LaurelError } from '../../src/errors.ts'
import type { FinishedScan } from '../../src/scan/scan-history.ts'
import { reading } from '../snapshot/histories.ts'
import { damaged, leaves, madeWith, PAGE, SESSIONS, scan, statsOf, warned, whole } from './damaged.ts'
import { Scanning } from './scanning.ts'

const unindexed = madeWith('', (at) => Math.max(0, Math.min(9, 6 * SESSIONS - 9 * at)))
const uncounted = madeWith('', () => null)

async function scanned(bytes: Uint8Array): Promise<FinishedScan> {
  const result = await scan(bytes)
  if (result instanceof LaurelError) throw result
  return result
}

const kinds = ({ meta }: FinishedScan) => new Set(meta.warnings?.map(({ kind }) => kind))

/** The number of a row becomes 1: those behind it in its page don't ascend. */
function numberOutOfOrder(page: Uint8Array): void {
  const rows = new DataView(page.buffer, page.byteOffset, PAGE)
  const at = rows.getUint16(8 + 2 * 1)
  const behindSize = at + ((page[at] ?? 0) < 0x80 ? 1 : 2)
  page[behindSize] = 1
}

describe('a damaged page of messages that no index leads to', () => {
  it.each([
    ['overwritten', (page: Uint8Array) => void page.fill(0xff)],
    ['empty', (page: Uint8Array) => void page.fill(0)],
    ['with a row number out of order', numberOutOfOrder],
  ])('leaves out the sessions that lack messages, and the rest counts: %s', async (_, change) => {
    const sound = statsOf(await whole(unindexed))
    const pages = await leaves(unindexed)
    expect(pages.length).toBeGreaterThan(5)
    for (const page of pages) {
      const result = await scanned(await damaged(page, change, unindexed))
      const told = warned(result)
      const read = statsOf(result)
      for (const [id, stats] of sound) {
        if (told.has(id)) expect(read.has(id)).toBe(false)
        else expect(read.get(id)).toEqual(stats)
      }
      expect(told.size).toBeGreaterThan(0)
      expect(result.scanned.length).toBeGreaterThan(SESSIONS / 2)
    }
  })

  it('is not mentioned itself where it is known whose messages it had', async () => {
    const [, second = 0] = await leaves(unindexed)
    expect(kinds(await scanned(await damaged(second, undefined, unindexed)))).toEqual(
      new Set(['session_unreadable']),
    )
  })

  it.each([
    ['its last one', unindexed, -1, 1],
    ['one, and sessions do not say how many messages they have', uncounted, 1, 1],
  ])('is warned of where that can’t be told: %s', async (_, history, place, pages) => {
    const page = (await leaves(history)).at(place) ?? 0
    const { meta } = await scanned(await damaged(page, undefined, history))
    expect(meta.warnings).toContainEqual({
      kind: 'pages_unreadable',
      session: null,
      effect: `${pages} page of messages is damaged, so any session may count less than it should.`,
    })
  })

  it('is passed over with others, and they are counted', async () => {
    const [, second = 0, , fourth = 0] = await leaves(uncounted)
    const both = damaged(fourth, undefined, damaged(second, undefined, uncounted))
    const result = await scanned(await both)
    expect(result.meta.warnings?.map(({ effect }) => effect)).toEqual([
      '2 pages of messages are damaged, so any session may count less than it should.',
    ])
    const messages = (of: FinishedScan) => of.scanned.reduce((sum, { stats }) => sum + stats.message_count, 0)
    expect(messages(result)).toBeLessThan(messages(await whole(uncounted)))
    expect(result.scanned).toHaveLength(SESSIONS)
  })

  it.each([unindexed, uncounted])('comes to the same in the profile’s own scan', async (history) => {
    for (const place of [1, -1]) {
      const bytes = await damaged((await leaves(history)).at(place) ?? 0, undefined, history)
      const plain = await scanned(bytes)
      await reading(bytes, async (snapshot) => {
        const scanning = new Scanning({ SLICE_SESSIONS: 3 })
        scanning.use(snapshot)
        await scanning.scan()
        expect(scanning.state.failure).toBeNull()
        expect(new Set(scanning.store.checkpointIds('default'))).toEqual(new Set(statsOf(plain).keys()))
        const ids = scanning.store.warnings().map(([id]) => id || null)
        expect(new Set(ids)).toEqual(warned(plain))
      })
    }
  })
})
