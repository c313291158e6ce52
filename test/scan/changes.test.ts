import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Checkpoint } from '../../src/scan/checkpoint.ts'
import { type FinishedScan, scanHistory } from '../../src/scan/scan-history.ts'
import type { Counting } from '../../src/snapshot/snapshot.ts'
import { type AgentRow, actions, databaseOf, INDEXES, rowsAfter } from '../snapshot/agent-rows.ts'
import { history, reading } from '../snapshot/histories.ts'
import { countingSource } from '../snapshot/sources.ts'

const TIME = 1_780_000_000

async function scan(bytes: Uint8Array, before?: FinishedScan, counting: Counting = 'lived') {
  const known: [string, Checkpoint][] = (before?.known ?? []).map((each) => [each.stats.session_id, each])
  const request = { checkpoints: new Map(known), limit: 0, onProgress() {}, nextTurn: async () => {} }
  return reading(bytes, (snapshot) => scanHistory(snapshot, request), counting)
}

const figuresOf = ({ scanned }: FinishedScan) =>
  scanned.map(({ stats }) => stats).toSorted((a, b) => (a.session_id < b.session_id ? -1 : 1))

describe('a scan that knows the one before', () => {
  it('equals a scan from scratch whatever Hermes did in between', async () => {
    const ways = fc.constantFrom<Counting[]>('lived', 'hermes')
    await fc.assert(
      fc.asyncProperty(
        actions,
        actions,
        fc.constantFrom(...INDEXES),
        ways,
        async (first, then, index, way) => {
          const before = await scan(await databaseOf(rowsAfter(first), { index }), undefined, way)
          const later = await databaseOf(rowsAfter([...first, ...then]), { index })
          const warm = await scan(later, before, way)
          expect(figuresOf(warm)).toEqual(figuresOf(await scan(later, undefined, way)))
        },
      ),
      { numRuns: 100 },
    )
  })

  const call = (id: number): AgentRow => ({
    ...{ id, session: 's', role: 'assistant', content: 'x', toolCallId: null, toolName: null },
    ...{ toolCalls: '[{"name":"terminal"}]', timestamp: TIME, active: 1, compacted: 0 },
  })
  const calls = Array.from({ length: 60 }, (_, at) => ({ ...call(at + 1), content: `x${at}` }))
  const last = (change: Partial<AgentRow>) => calls.map((row, at) => (at < 59 ? row : { ...row, ...change }))

  it.each([
    ['rows are deleted', calls.slice(0, 5), 5],
    ['the last row is undone', last({ active: 0 }), 59],
    ['a row is compacted away, which still counts', last({ active: 0, compacted: 1 }), 60],
    ['a row is replaced by its copy', last({ id: 61 }), 60],
  ])('reads a session again when %s and no time moves', async (_, rows, expected) => {
    const before = await scan(await databaseOf(calls))
    const { scanned, meta } = await scan(await databaseOf(rows), before)
    expect(meta.sessions_rescanned).toBe(1)
    expect(scanned[0]?.stats.terminal_calls).toBe(expected)
  })

  it('sees deleted rows in histories without flags, too', async () => {
    const of = (count: number) =>
      history((run) => {
        run(`INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', ${TIME})`)
        for (let id = 1; id <= count; id++) {
          run(
            `INSERT INTO messages (id, session_id, role, content, tool_calls, timestamp)
            VALUES (?, 's', 'assistant', 'x', '[{"name":"terminal"}]', ?)`,
            [id, TIME],
          )
        }
      })
    const before = await scan(await of(60))
    expect(before.scanned[0]?.stats.terminal_calls).toBe(60)
    expect((await scan(await of(5), before)).scanned[0]?.stats.terminal_calls).toBe(5)
  })

  it('reads no messages of the sessions that are as they were: an index says so', async () => {
    const long = 'x'.repeat(100_000)
    const rows = calls.map((row) => ({ ...row, content: `${long} ${row.id}` }))
    const bytes = await databaseOf(rows, { titled: true })
    const before = await scan(bytes)
    const source = countingSource(bytes, 4096, 500)
    await reading(source, (snapshot) =>
      scanHistory(snapshot, {
        checkpoints: new Map(before.known.map((each) => [each.stats.session_id, each])),
        ...{ limit: 0, onProgress() {}, nextTurn: async () => {} },
      }),
    )
    expect(bytes.length / 4096).toBeGreaterThan(1400)
    expect(source.fetched.length).toBeLessThan(20)
  })
})
