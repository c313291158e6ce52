import { describe, expect, it } from 'vitest'
import { LaurelError } from '../../src/errors.ts'
import type { Checkpoint } from '../../src/scan/checkpoint.ts'
import { type FinishedScan, scanHistory } from '../../src/scan/scan-history.ts'
import { database, MESSAGE_INDEX, reading, rootOf, TABLES } from '../snapshot/histories.ts'
import { Scanning } from './scanning.ts'

const PAGE = 1024
const SESSIONS = 40

/** Sessions whose messages lie among each other, some of them longer than a page. */
const made = database((run) => {
  run(`PRAGMA page_size = ${PAGE}; ${TABLES}${MESSAGE_INDEX}`)
  for (let at = 0; at < SESSIONS; at++) {
    const values = [`s${at}`, 'cli', 100 + at, at % 3 === 0 ? `title ${at}`.repeat(9) : null, 6]
    run('INSERT INTO sessions (id, source, started_at, title, message_count) VALUES (?, ?, ?, ?, ?)', values)
  }
  for (let at = 0; at < 6 * SESSIONS; at++) {
    const content = at % 31 === 0 ? 'error '.repeat(900) : `error ${at} `.repeat(5)
    const values = [`s${Math.floor(at / 9) % SESSIONS}`, at % 2 ? 'user' : 'tool', content, 1000 + at]
    run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', values)
  }
})

async function scan(bytes: Uint8Array, before?: FinishedScan): Promise<FinishedScan | LaurelError> {
  const known: [string, Checkpoint][] = (before?.known ?? []).map((each) => [each.stats.session_id, each])
  const request = { checkpoints: new Map(known), limit: 0, onProgress() {}, nextTurn: async () => {} }
  try {
    return await reading(bytes, (snapshot) => scanHistory(snapshot, request))
  } catch (error) {
    if (error instanceof LaurelError) return error
    throw error
  }
}

const statsOf = ({ scanned }: FinishedScan) => new Map(scanned.map(({ stats }) => [stats.session_id, stats]))

async function damaged(page: number, change = (bytes: Uint8Array) => void bytes.fill(0xff)) {
  const bytes = (await made).slice()
  change(bytes.subarray((page - 1) * PAGE, page * PAGE))
  return bytes
}

async function whole(): Promise<FinishedScan> {
  const result = await scan(await made)
  if (result instanceof LaurelError) throw result
  return result
}

/** The ids that are warned of; null among them when there are others. */
const warned = ({ meta }: FinishedScan) => new Set((meta.warnings ?? []).map(({ session }) => session))

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
        for (const [id, stats] of read) if (!told.has(id)) expect(stats).toEqual(expected.get(id))
        for (const id of expected.keys()) expect(read.has(id) || told.has(id) || told.has(null)).toBe(true)
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
