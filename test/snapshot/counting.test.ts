import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Counting, Snapshot } from '../../src/snapshot/snapshot.ts'
import { type AgentRow, actions, databaseOf, INDEXES, plainCounts, rowsAfter } from './agent-rows.ts'
import { reading } from './histories.ts'
import { countingSource } from './sources.ts'

type Counts = Record<string, [number | null, string | undefined][]>

const namesIn = (rows: readonly AgentRow[]) => [...new Set(rows.map((row) => row.session))]
const plainly = (rows: readonly AgentRow[], counting: Counting) =>
  Object.fromEntries(namesIn(rows).map((name) => [name, plainCounts(rows, name, counting)]))

/** As a sweep hands them over; what it gives up is left out. */
async function swept(snapshot: Snapshot, slice = Number.POSITIVE_INFINITY): Promise<Counts> {
  const read: Counts = {}
  let left = slice
  const sweep = snapshot.sweep()
  const visitor = {
    begin: ({ id }: { id: string }) => {
      read[id] = []
      return true
    },
    message: (id: string, { id: message, counts }: { id: number | null; counts?: string | undefined }) => {
      left--
      read[id]?.push([message, counts])
    },
    end: () => {},
    again: (id: string) => delete read[id],
    enough: () => left <= 0,
  }
  while (!(await sweep.run(visitor))) left = slice
  return read
}

/** As they are read session by session, in pieces. */
async function byIndex(snapshot: Snapshot, names: readonly string[], slice: number): Promise<Counts> {
  const read: Counts = {}
  for (const name of names) {
    const messages: Counts[string] = []
    read[name] = messages
    for (let done = false; !done; ) {
      let left = slice
      const options = { skip: messages.length, every: true, enough: () => --left <= 0 }
      done = await snapshot.readMessages(name, ({ id, counts }) => messages.push([id, counts]), options)
    }
  }
  return read
}

describe.each(['lived', 'hermes'] as const)('counted as %s', (counting) => {
  it('each row counts as the rule says, whatever Hermes did, by sweep and by index', async () => {
    const index = fc.constantFrom(...INDEXES)
    await fc.assert(
      fc.asyncProperty(
        actions,
        index,
        fc.integer({ min: 1, max: 9 }),
        fc.nat(30),
        async (done, sql, slice, older) => {
          const rows = rowsAfter(done)
          const plain = plainly(rows, counting)
          const bytes = await databaseOf(rows, { index: sql, older })
          await reading(
            bytes,
            async (snapshot) => {
              expect(await swept(snapshot, slice)).toEqual(plain)
              expect(await byIndex(snapshot, namesIn(rows), slice)).toEqual(plain)
            },
            counting,
          )
        },
      ),
      { numRuns: 150 },
    )
  })

  it('each row counts as the rule says where bytes have to be fetched in between', async () => {
    const chunks = fc.integer({ min: 60, max: 90 })
    await fc.assert(
      fc.asyncProperty(actions, fc.constantFrom(...INDEXES), chunks, async (done, index, keep) => {
        const rows = rowsAfter(done).map((row) => ({
          ...row,
          content: row.content?.padEnd(2000, 'x') ?? null,
        }))
        const bytes = await databaseOf(rows, { index, pageSize: 512 })
        await reading(
          countingSource(bytes, 512, keep),
          async (snapshot) => {
            expect(await byIndex(snapshot, namesIn(rows), 3)).toEqual(plainly(rows, counting))
            expect(await swept(snapshot)).toEqual(plainly(rows, counting))
          },
          counting,
        )
      }),
      { numRuns: 60 },
    )
  })

  it('rows of one time are read once each, though bytes are lacking amid them', async () => {
    const rows = Array.from({ length: 400 }, (_, at) => ({
      ...{ id: at + 1, session: 's0', role: 'tool', content: `${at}`, toolCallId: null, toolCalls: null },
      ...{ toolName: null, timestamp: 1_780_000_000, active: at % 3 === 0 ? 0 : 1, compacted: 0 },
    })) satisfies AgentRow[]
    for (const index of INDEXES) {
      const bytes = await databaseOf(rows, { index, pageSize: 512 })
      await reading(
        countingSource(bytes, 512, 60),
        async (snapshot) => {
          expect(await byIndex(snapshot, ['s0'], 50)).toEqual(plainly(rows, counting))
        },
        counting,
      )
    }
  })

  it('only what counts is handed over, unless every row is asked for', async () => {
    const rows = rowsAfter([
      { do: 'append', session: 0, tick: 1, text: 1, tool: false },
      { do: 'append', session: 0, tick: 1, text: 2, tool: true },
      { do: 'append', session: 0, tick: 1, text: 3, tool: false },
      { do: 'undo', session: 0, rows: 1 },
      { do: 'compact', session: 0, tail: 1, flagsCopied: false },
    ])
    const expected = plainCounts(rows, 's0', counting).filter(([, counts]) => counts === 'all')
    const read: number[] = []
    await reading(
      await databaseOf(rows),
      (snapshot) => snapshot.readMessages('s0', ({ id }) => read.push(id ?? 0)),
      counting,
    )
    expect(read).toEqual(expected.map(([id]) => id))
    expect(read.length).toBeLessThan(rows.length)
  })
})
