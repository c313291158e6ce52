import fc from 'fast-check'
import initSqlJs from 'sql.js/dist/sql-wasm.js'
import { describe, expect, it } from 'vitest'
import type { ByteSource } from '../../src/snapshot/byte-source.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import type {
  HermesSession,
  MessageRow,
  Snapshot,
  SweepPosition,
  SweepVisitor,
} from '../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { generateHistory } from '../fixtures/history.ts'
import { writeStateDb } from '../fixtures/write-state-db.ts'
import { runs } from '../properties.ts'
import { type Fill, golden, history, kept, messagesOf, reading } from './histories.ts'
import { countingSource } from './sources.ts'

type History = Map<string, [HermesSession, MessageRow[]]>

/** Takes part in a sweep as a scan does: keeps what is whole, reads again what is not. */
class Reader implements SweepVisitor {
  readonly read: History = new Map()
  readonly toRead = new Set<string>()
  readonly underWay = new Map<string, MessageRow[]>()
  #left = Number.POSITIVE_INFINITY

  begin({ id }: HermesSession) {
    if (this.read.has(id) || this.toRead.has(id)) return false
    this.underWay.set(id, [])
    return true
  }

  message(id: string, message: MessageRow) {
    this.#left--
    this.underWay.get(id)?.push(kept(message))
  }

  end(session: HermesSession) {
    const messages = this.underWay.get(session.id) ?? []
    this.underWay.delete(session.id)
    this.read.set(session.id, [session, messages])
  }

  again(id: string) {
    this.underWay.delete(id)
    this.toRead.add(id)
  }

  enough() {
    return this.#left <= 0
  }

  /** How many messages to take from now on. */
  allow(messages: number) {
    this.#left = messages
  }

  /** The sessions read, those to be read again by the index. */
  async completed(snapshot: Snapshot): Promise<History> {
    for (const id of this.toRead) {
      const session = await snapshot.readSession(id)
      if (session !== null) this.read.set(id, [session, await messagesOf(snapshot, id)])
    }
    return new Map([...this.read].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

async function listed(snapshot: Snapshot): Promise<HermesSession[]> {
  const sessions: HermesSession[] = []
  await snapshot.listSessions((session) => sessions.push(session), { previews: 'untitled' })
  return sessions
}

const swept = (from: Uint8Array | ByteSource) =>
  reading(from, async (snapshot) => {
    const reader = new Reader()
    expect(await snapshot.sweep().run(reader)).toBe(true)
    return { again: [...reader.toRead], history: await reader.completed(snapshot) }
  })

/** What listing, then reading session by session, gives. */
const plainly = (from: Uint8Array) =>
  reading(from, async (snapshot) => {
    const all: History = new Map()
    for (const session of await listed(snapshot)) {
      all.set(session.id, [session, await messagesOf(snapshot, session.id)])
    }
    return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)))
  })

const session = (id: string, count: number | null, title: string | null = null): Fill => {
  return (run) =>
    run('INSERT INTO sessions (id, source, started_at, message_count, title) VALUES (?, ?, 1, ?, ?)', [
      id,
      'cli',
      count,
      title,
    ])
}
const message = (sessionId: string, timestamp: number | string, content = 'hi', role = 'user'): Fill => {
  return (run) =>
    run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', [
      sessionId,
      role,
      content,
      timestamp,
    ])
}
const of = (...fills: Fill[]) =>
  history((run) => {
    for (const fill of fills) fill(run)
  })

describe('a sweep', () => {
  it.each(['edges', 'fuzz', 'history', 'history-next'])(
    'gives what plain reading gives: %s',
    async (name) => {
      expect((await swept(golden(name))).history).toEqual(await plainly(golden(name)))
    },
  )

  it('gives what plain reading gives whatever rows there are, in whatever pieces it is done', async () => {
    const written = fc.oneof(
      fc.record({ id: fc.integer({ min: 0, max: 7 }), count: fc.option(fc.integer({ min: 0, max: 4 })) }),
      fc.record({
        of: fc.integer({ min: 0, max: 8 }),
        time: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 99 }) }, fc.constant('late')),
        role: fc.constantFrom('user', 'assistant'),
      }),
    )
    const rows = fc.array(written, { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (rows, slice, evicted) => {
        const bytes = await history((run) => {
          const there = new Set<number>()
          for (const row of rows) {
            if ('of' in row) message(`s${row.of}`, row.time, `of ${row.time}`, row.role)(run)
            else if (!there.has(row.id)) session(`s${row.id}`, row.count, row.id === 3 ? 'titled' : null)(run)
            if (!('of' in row)) there.add(row.id)
          }
        })
        const inSlices = await reading(bytes, async (snapshot) => {
          const reader = new Reader()
          let sweep = snapshot.sweep()
          for (let ended = false; !ended; ) {
            reader.allow(slice)
            ended = await sweep.run(reader)
            if (ended || !evicted || reader.underWay.size > 3) continue
            const position: SweepPosition = JSON.parse(JSON.stringify(sweep.position))
            const before = reader.underWay.size
            sweep = snapshot.sweep(position)
            reader.underWay.clear()
            // Going back to the same place each time would never end.
            slice += before
          }
          return reader.completed(snapshot)
        })
        expect(inSlices).toEqual(await plainly(bytes))
      }),
      { numRuns: runs(300) },
    )
  })

  it('reads no more once its snapshot is closed, even amid a session', async () => {
    const reader = new Reader()
    reader.allow(70)
    const sweep = await reading(golden('history'), async (snapshot) => {
      const begun = snapshot.sweep()
      expect(await begun.run(reader)).toBe(false)
      return begun
    })
    await expect(sweep.run(reader)).rejects.toThrow('This snapshot is closed.')
  })

  it('hands over sessions that overlap as their rows come', async () => {
    const bytes = await of(
      session('a', 2),
      message('a', 1),
      session('b', 2),
      message('b', 2),
      message('a', 3),
      message('b', 4),
    )
    expect((await swept(bytes)).again).toEqual([])
  })

  it('gives up sessions whose rows are not in the order of their times', async () => {
    const bytes = await of(
      session('a', 2),
      session('b', 2),
      message('a', 5),
      message('a', 1),
      message('b', 1),
      message('b', 2),
    )
    const { again, history } = await swept(bytes)
    expect(again).toEqual(['a'])
    expect(history.get('a')?.[1].map(({ timestamp }) => timestamp)).toEqual([1, 5])
  })

  it('gives up a session that has more messages than its row says, even with others in between', async () => {
    const bytes = await of(
      session('a', 1),
      message('a', 1),
      session('b', 1),
      message('b', 2),
      message('a', 3),
    )
    const { again, history } = await swept(bytes)
    expect(again).toEqual(['a'])
    expect(history.get('a')?.[1]).toHaveLength(2)
  })

  it('does not rely on a session’s row to come before its messages', async () => {
    const others = Array.from({ length: 40 }, (_, at) => session(`o${at}`, null))
    const { again, history } = await swept(await of(message('a', 1), ...others, session('a', 1)))
    expect(again).toEqual(['a'])
    expect(history.get('a')?.[1]).toHaveLength(1)
  })

  it('keeps a bounded number of sessions open, whatever their rows say', async () => {
    const fills = Array.from({ length: 600 }, (_, at) => [session(`s${at}`, 9), message(`s${at}`, at)]).flat()
    await reading(await of(...fills), async (snapshot) => {
      let [open, most] = [0, 0]
      const close = () => {
        open--
      }
      await snapshot.sweep().run({
        begin() {
          most = Math.max(most, ++open)
          return true
        },
        message() {},
        end: close,
        again: close,
      })
      expect(most).toBeLessThan(300)
      expect(open).toBe(0)
    })
  })

  it('reads nothing of the content of sessions that are not wanted', async () => {
    const long = 'x'.repeat(500_000)
    const bytes = await of(session('a', 1), session('b', 1), message('a', 1, long), message('b', 2, 'short'))
    const source = countingSource(bytes, 4096, 64)
    const contents: unknown[] = []
    await reading(source, (snapshot) =>
      snapshot.sweep().run({
        begin: ({ id }) => id === 'b',
        message: (_, message) => contents.push(kept(message).content),
        end() {},
        again() {},
      }),
    )
    expect(contents).toEqual(['short'])
    expect(source.fetched.length).toBeLessThan(20)
  })
})

describe('over object storage', () => {
  const KEPT_CHUNKS = 24
  const CHUNK_BYTES = 65_536

  /** As an agent leaves it: everything interleaved, and most of it a full-text index. */
  async function agentHistory(): Promise<Uint8Array> {
    await loadSqlite(compileSqliteOnNode)
    const model = generateHistory({
      seed: 'object storage',
      sessions: 400,
      endsAt: Date.UTC(2026, 10, 21) / 1000,
      days: 100,
      meanMessages: 15,
      textBytesPerMessage: 400,
    })
    return writeStateDb(model, { sqlite: await initSqlJs(), bloatBytes: 6_000_000 })
  }

  it('a sweep fetches hardly more than the file, going forward', async () => {
    const bytes = await agentHistory()
    const source = countingSource(bytes, CHUNK_BYTES, KEPT_CHUNKS)
    const reader = new Reader()
    await reading(source, (snapshot) => snapshot.sweep().run(reader))
    expect(reader.toRead.size).toBe(0)
    expect(reader.read.size).toBe(400)
    expect(source.fetched.length).toBeGreaterThan(3 * KEPT_CHUNKS)
    expect(source.fetched.length).toBeLessThan((1.1 * bytes.length) / CHUNK_BYTES)
    const farBack = source.fetched.filter((chunk, at) => chunk < (source.fetched[at - 1] ?? 0) - KEPT_CHUNKS)
    expect(farBack.length).toBeLessThan(5)
  })

  it('a listing reads no messages of sessions that have a title', async () => {
    const long = 'x'.repeat(CHUNK_BYTES)
    const fills = Array.from({ length: 50 }, (_, at) => [
      session(`s${at}`, 1, `title ${at}`),
      message(`s${at}`, 1, long),
    ])
    const bytes = await of(...fills.flat())
    const [few, many] = [countingSource(bytes, 4096, 500), countingSource(bytes, 4096, 500)]
    await reading(few, (snapshot) => snapshot.listSessions(() => {}, { previews: 'untitled' }))
    await reading(many, (snapshot) => snapshot.listSessions(() => {}))
    expect(few.fetched.length).toBeLessThan(30)
    expect(many.fetched.length).toBeGreaterThan(500)
  })

  it('one session is read by a few chunks', async () => {
    const bytes = await agentHistory()
    const source = countingSource(bytes, CHUNK_BYTES, KEPT_CHUNKS)
    const ids = (await reading(bytes, listed)).map(({ id }) => id)
    await reading(source, (snapshot) => messagesOf(snapshot, ids[200] ?? ''))
    expect(source.fetched.length).toBeLessThan(10)
  })
})
