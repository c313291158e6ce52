import { describe, expect, it } from 'vitest'
import { LaurelError } from '../../src/errors.ts'
import { database, MESSAGE_INDEX, reading, rootOf, TABLES } from '../snapshot/histories.ts'
import { damaged, made, PAGE, SESSIONS, scan, statsOf, warned, whole } from './damaged.ts'
import { Scanning } from './scanning.ts'

describe('a damaged page', () => {
  it.each([
    ['is overwritten', (bytes: Uint8Array) => void bytes.fill(0xff)],
    ['is empty', (bytes: Uint8Array) => void bytes.fill(0)],
  ])('changes no session without a word, cold or warm: it %s', async (_, change) => {
    const sound = await whole()
    const expected = statsOf(sound)
    const pages = (await made).length / PAGE
    let partly = 0
    for (let page = 2; page <= pages; page++) {
      const bytes = await damaged(page, change)
      for (const result of [await scan(bytes), await scan(bytes, sound)]) {
        if (result instanceof LaurelError) {
          expect(result.code).toBe('snapshot_corrupt')
          continue
        }
        const told = warned(result)
        const read = statsOf(result)
        const untold = [...read].filter(([id]) => !told.has(id))
        expect(untold).toEqual(untold.map(([id]) => [id, expected.get(id)]))
        const unread = [...expected.keys()].filter((id) => !read.has(id) && !told.has(id))
        if (!told.has(null)) expect(unread).toEqual([])
        if (told.size > 0) partly++
      }
    }
    expect(partly).toBeGreaterThan(pages / 3)
  })

  it('of messages leaves out the sessions that lie in it, and no other', async () => {
    const root = await rootOf(await made, 'messages')
    const bytes = await made
    const inner = new DataView(bytes.buffer, bytes.byteOffset + (root - 1) * PAGE, PAGE)
    const leaf = inner.getUint32(inner.getUint16(12))
    const result = await scan(await damaged(leaf))
    if (result instanceof LaurelError) throw result
    const told = warned(result)
    expect(told.size).toBeGreaterThan(0)
    expect(told.size).toBeLessThan(5)
    expect(result.scanned).toHaveLength(SESSIONS - told.size)
    expect(result.meta.warnings?.[0]).toEqual({
      kind: 'session_unreadable',
      session: expect.stringMatching(/^s\d+$/),
      effect: expect.stringContaining('left out'),
    })
  })

  it.each(['idx_messages_session', 'sqlite_autoindex_sessions_1'])(
    'of an index takes nothing away: %s',
    async (name) => {
      const result = await scan(await damaged(await rootOf(await made, name)))
      if (result instanceof LaurelError) throw result
      expect(result.meta.warnings).toBeUndefined()
      expect(statsOf(result)).toEqual(statsOf(await whole()))
    },
  )

  it('of the index of messages that lost an entry takes nothing away from what the table has', async () => {
    // A session whose messages come in the wrong order of time is read by the index, behind the sweep.
    const bytes = await database((run) => {
      run(`PRAGMA page_size = ${PAGE}; ${TABLES}${MESSAGE_INDEX}`)
      run("INSERT INTO sessions (id, source, started_at, title) VALUES ('s', 'cli', 1, 'T')")
      for (const time of [5, 4, 3, 2, 1])
        run("INSERT INTO messages (session_id, role, content, timestamp) VALUES ('s', 'tool', 'error', ?)", [
          time,
        ])
    })
    const root = (await rootOf(bytes, 'idx_messages_session')) - 1
    const index = new DataView(bytes.buffer, root * PAGE, PAGE)
    expect(index.getUint16(3)).toBe(5)
    for (const entries of [5, 4, 1]) {
      index.setUint16(3, entries)
      const result = await scan(bytes)
      if (result instanceof LaurelError) throw result
      expect(result.scanned[0]?.stats).toMatchObject({ message_count: 5, error_count: 5 })
    }
  })

  it.each(['messages', 'sessions'])('at the root of a table is refused: %s', async (name) => {
    const result = await scan(await damaged(await rootOf(await made, name)))
    expect(result instanceof LaurelError && result.code).toBe('snapshot_corrupt')
    expect(result instanceof LaurelError && result.hint).toBeTruthy()
  })
})

describe('a row number out of order', () => {
  it('is noticed wherever it stands', async () => {
    const expected = statsOf(await whole())
    const root = await rootOf(await made, 'messages')
    const bytes = await made
    const inner = new DataView(bytes.buffer, bytes.byteOffset + (root - 1) * PAGE, PAGE)
    const leaf = inner.getUint32(inner.getUint16(12))
    const rows = new DataView(bytes.buffer, bytes.byteOffset + (leaf - 1) * PAGE, PAGE)
    for (let cell = 0; cell < rows.getUint16(3); cell++) {
      const changed = await damaged(leaf, (page) => {
        // Behind the size of the row, which takes a byte or two.
        const at = rows.getUint16(8 + 2 * cell)
        page[at + ((page[at] ?? 0) < 0x80 ? 1 : 2)] = 126
      })
      const result = await scan(changed)
      if (result instanceof LaurelError) continue
      const told = warned(result)
      const read = statsOf(result)
      for (const [id, stats] of expected) if (!told.has(id)) expect(read.get(id)).toEqual(stats)
    }
  })
})

describe('the profile’s own scan of a damaged history', () => {
  it.each([{}, { SLICE_SESSIONS: 1 }, { SLICE_TEXT_BYTES: 700 }])(
    'comes to the same, in slices of any size: %o',
    async (settings) => {
      const root = await rootOf(await made, 'messages')
      const bytes = await made
      const inner = new DataView(bytes.buffer, bytes.byteOffset + (root - 1) * PAGE, PAGE)
      for (const page of [inner.getUint32(inner.getUint16(12)), inner.getUint32(inner.getUint16(16)), 5]) {
        const plain = await scan(await damaged(page))
        if (plain instanceof LaurelError) continue
        await reading(await damaged(page), async (snapshot) => {
          const scanning = new Scanning(settings)
          scanning.use(snapshot)
          await scanning.scan()
          const { store } = scanning
          expect(scanning.state.failure).toBeNull()
          expect(new Set(store.checkpointIds('default'))).toEqual(new Set(statsOf(plain).keys()))
          expect(new Map(store.warnings())).toEqual(
            new Map([...warned(plain)].map((id) => [id, ['session_unreadable']])),
          )
          expect(store.view()?.scan_meta.sessions_total).toBe(plain.scanned.length)
        })
      }
    },
  )

  it('fails when no session can be read, and keeps what was there', async () => {
    await reading(await damaged(await rootOf(await made, 'messages')), async (snapshot) => {
      const scanning = new Scanning()
      scanning.use(snapshot)
      await scanning.scan()
      expect(scanning.state.failure?.code).toBe('snapshot_corrupt')
    })
  })
})
