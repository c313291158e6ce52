import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calledFunctions } from '../../src/engine/tool-calls.ts'
import { Utf8Text } from '../../src/engine/utf8-text.ts'
import { memorySource } from '../../src/snapshot/byte-source.ts'
import type { HermesSession, Snapshot } from '../../src/snapshot/snapshot.ts'
import { listed, readingWithin as reading, swept } from './both-ways.ts'
import { database, history, MESSAGE_INDEX, TABLES } from './histories.ts'
import { countingSource } from './sources.ts'

const MiB = 1024 * 1024
/** How the server fetches a history, and an eighth of what it keeps of one in memory and of what it takes of a row. */
const BLOCK_BYTES = 16 * 1024
const CACHE_BLOCKS = (3 * MiB) / BLOCK_BYTES
const LIMITS = { ROW_MAX_BYTES: 2 * MiB }

/** How many fetches it takes to read everything, each way, and what comes of it. */
async function fetchesOf(bytes: Uint8Array) {
  const source = countingSource(bytes, BLOCK_BYTES, CACHE_BLOCKS)
  const read = async (snapshot: Snapshot) => {
    const bySweep = await swept(snapshot)
    const inSweep = source.fetched.length
    const byIndex = await listed(snapshot)
    return { bySweep, byIndex, inSweep, inAll: source.fetched.length, blocks: bytes.length / BLOCK_BYTES }
  }
  return reading(source, read, LIMITS)
}

describe('a row longer than what is kept of a history', () => {
  it.each([
    // By the index once for the preview, and once for the message.
    { index: MESSAGE_INDEX, passes: 3 },
    // Without one, three times more to find it: all messages, then those of a session.
    { index: '', passes: 6 },
  ])('costs little more than its own pages: a content of 4 MiB, index: $index', async ({ index, passes }) => {
    const bytes = await history((run) => {
      run("INSERT INTO sessions (id, source, started_at) VALUES ('a', 'cli', 1), ('b', 'cli', 2)")
      const insert =
        'INSERT INTO messages (session_id, role, content, tool_name, timestamp) VALUES (?, ?, ?, ?, ?)'
      run(insert, ['a', 'user', `first ${'x'.repeat(4 * MiB)} last`, null, 1.5])
      run(insert, ['b', 'tool', 'short', 'patch', 2.5])
    }, index)
    const { bySweep, byIndex, inSweep, inAll, blocks } = await fetchesOf(bytes)
    expect(bySweep).toEqual(byIndex)
    const [message] = bySweep.get('a')?.messages ?? []
    const text = String(message?.content)
    expect(text).toHaveLength(MiB / 4)
    expect(text.startsWith('first x') && text.endsWith('x last')).toBe(true)
    expect(text.split('\n')).toHaveLength(2)
    expect(message).toMatchObject({ role: 'user', timestamp: 1.5, id: 1 })
    expect(bySweep.get('a')?.warnings).toEqual(['row_cut'])
    expect(bySweep.get('b')?.warnings).toEqual([])
    expect(inSweep).toBeLessThan(1.05 * blocks + 20)
    expect(inAll).toBeLessThan(1.05 * passes * blocks + 20)
  })

  it('costs little more than its own pages: a system prompt of 5 MiB, which nobody reads', async () => {
    const tables = TABLES.replace('model TEXT', 'system_prompt TEXT, model TEXT')
    const bytes = await database((run) => {
      run(`${tables}${MESSAGE_INDEX}`)
      const values = ['a', 'cli', 's'.repeat(5 * MiB), 'opus', 1, 'Titled']
      run(
        'INSERT INTO sessions (id, source, system_prompt, model, started_at, title) VALUES (?, ?, ?, ?, ?, ?)',
        values,
      )
      run("INSERT INTO messages (session_id, role, content, timestamp) VALUES ('a', 'user', 'hi', 2)")
    })
    const source = countingSource(bytes, BLOCK_BYTES, CACHE_BLOCKS)
    const session = await reading(source, async (snapshot) => {
      const begun: HermesSession[] = []
      await snapshot.sweep().run({
        begin: (row) => begun.push(row) > 0,
        message() {},
        end() {},
        again() {},
      })
      expect(await snapshot.readSession('a')).toMatchObject({ title: 'Titled', model: 'opus' })
      expect(snapshot.takeWarnings('a')).toEqual([])
      return begun[0]
    })
    expect(session).toMatchObject({ id: 'a', title: 'Titled', model: 'opus', started_at: 1 })
    // Once in the sweep, and once by its id.
    expect(source.fetched.length).toBeLessThan((2.1 * bytes.length) / BLOCK_BYTES + 20)
  })
})

const LIMIT = 4000
const text = fc
  .record({ of: fc.constantFrom('x', 'ä', '错', '😀', 'word '), times: fc.integer({ min: 0, max: 3000 }) })
  .map(({ of, times }) => of.repeat(times))
const message = fc.record({ content: text, toolCalls: text, toolName: text, other: text })

const written = (
  encoding: string,
  rows: readonly { content: string; toolCalls: string; toolName: string; other: string }[],
  tables = TABLES,
) =>
  database((run) => {
    run(`PRAGMA encoding = '${encoding}'; PRAGMA page_size = 1024`)
    run(`${tables.replace('tool_call_id TEXT', 'other TEXT, tool_call_id TEXT')}${MESSAGE_INDEX}`)
    run("INSERT INTO sessions (id, source, started_at, title) VALUES ('s', 'cli', 1, 'T')")
    for (const [at, { content, toolCalls, toolName, other }] of rows.entries()) {
      run(
        "INSERT INTO messages (session_id, role, content, other, tool_calls, tool_name, timestamp) VALUES ('s', 'user', ?, ?, ?, ?, ?)",
        [content, other, toolCalls, toolName, at],
      )
    }
  })

const sizeOf = (value: unknown) => new TextEncoder().encode(String(value ?? '')).length

describe('rows over the limit', () => {
  it('are the same by the sweep and by the index, and whole where they are not over it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 6 }), fc.boolean(), async (rows, few) => {
        const bytes = await written('UTF-8', rows)
        const source = few ? countingSource(bytes, 1024, 90) : memorySource(bytes)
        const [bySweep, byIndex] = await reading(
          source,
          async (snapshot) => [await swept(snapshot), await listed(snapshot)],
          { ROW_MAX_BYTES: LIMIT },
        )
        expect(bySweep).toEqual(byIndex)
        const read = byIndex?.get('s')?.messages ?? []
        expect(read).toHaveLength(rows.length)
        for (const [at, row] of rows.entries()) {
          const texts = ['s', 'user', row.content, row.toolCalls, row.toolName]
          const over = texts.reduce((sum, each) => sum + sizeOf(each), 0) > LIMIT
          const whole = { content: row.content, toolCalls: row.toolCalls, toolName: row.toolName }
          if (!over) expect(read[at]).toMatchObject(whole)
          expect(sizeOf(read[at]?.content)).toBeLessThanOrEqual(LIMIT)
          expect(String(read[at]?.content)).not.toContain('\ufffd')
          expect(read[at]?.timestamp).toBe(at)
        }
      }),
      { numRuns: 150 },
    )
  })

  it.each(['UTF-16le', 'UTF-16be'])('are read in %s', async (encoding) => {
    const rows = [
      { content: 'ä'.repeat(9000), toolCalls: '[]', toolName: 'patch', other: 'o'.repeat(12_000) },
      { content: 'short', toolCalls: '[]', toolName: 'read', other: 'o'.repeat(9000) },
    ]
    const [bySweep, byIndex] = await reading(
      await written(encoding, rows),
      async (snapshot) => [await swept(snapshot), await listed(snapshot)],
      { ROW_MAX_BYTES: LIMIT },
    )
    expect(bySweep).toEqual(byIndex)
    const [cut, whole] = byIndex?.get('s')?.messages ?? []
    expect(cut).toMatchObject({ content: 'ä'.repeat(250), toolName: 'patch', timestamp: 0 })
    expect(whole).toMatchObject({ content: 'short', toolCalls: '[]', toolName: 'read' })
    expect(byIndex?.get('s')?.warnings).toEqual(['row_cut'])
  })

  it('have the calls that fit, as JSON', async () => {
    const call = (name: string, length: number) =>
      JSON.stringify({ function: { name, arguments: 'a'.repeat(length) } })
    const toolCalls = `[${call('patch', 10)},${call('write_file', 9000)},${call('terminal', 10)}]`
    const bytes = await written('UTF-8', [{ content: 'c', toolCalls, toolName: '', other: '' }])
    const read = await reading(bytes, listed, { ROW_MAX_BYTES: LIMIT })
    const calls = read.get('s')?.messages[0]?.toolCalls
    expect(calledFunctions(Utf8Text.from(String(calls)))).toEqual(['patch', 'write_file'])
  })

  it('keep numbers and bytes where a text is expected', async () => {
    const loose = TABLES.replace(/content TEXT|tool_name TEXT/g, (column) => column.slice(0, -5))
    const bytes = await database((run) => {
      run(`${loose}${MESSAGE_INDEX}`)
      run("INSERT INTO sessions (id, source, started_at, title) VALUES ('s', 'cli', 1, 'T')")
      run(
        "INSERT INTO messages (session_id, role, content, tool_calls, tool_name, timestamp) VALUES ('s', 'user', zeroblob(9000), ?, 2.0, 1), ('s', 'user', -7, ?, 9007199254740993, 2)",
        ['y'.repeat(9000), 'z'.repeat(9000)],
      )
    })
    const [bySweep, byIndex] = await reading(
      bytes,
      async (snapshot) => [await swept(snapshot), await listed(snapshot)],
      { ROW_MAX_BYTES: LIMIT },
    )
    expect(bySweep).toEqual(byIndex)
    const [blob, number] = byIndex?.get('s')?.messages ?? []
    expect(blob).toMatchObject({ content: new Uint8Array(500), toolName: '2.0' })
    expect(number).toMatchObject({ content: -7n, toolName: '9007199254740993' })
  })

  it('have what stands beyond reach taken for absent', async () => {
    const rows = [{ content: 'c'.repeat(70_000), toolCalls: '[]', toolName: 'patch', other: '' }]
    const read = await reading(await written('UTF-8', rows), listed, { ROW_MAX_BYTES: LIMIT })
    const { messages, warnings } = read.get('s') ?? {}
    expect(messages?.[0]).toMatchObject({ role: 'user', content: 'c'.repeat(500), toolName: null })
    expect(warnings).toEqual(['row_cut'])
  })
})

describe('rows over the limit in a history of today', () => {
  const today = TABLES.replace(
    'timestamp REAL NOT NULL',
    'timestamp REAL NOT NULL, active INTEGER, compacted INTEGER',
  )
  const kind = fc.record({
    of: fc.constantFrom('x', 'y'),
    times: fc.constantFrom(10, 3000, 7000, 7001),
    time: fc.nat(2),
    flags: fc.constantFrom([1, 0], [0, 1], [0, 0], [null, null]),
    title: fc.boolean(),
  })

  it('count once when they are copied, by the sweep and by the index alike', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(kind, { maxLength: 12 }), fc.boolean(), async (rows, titled) => {
        const bytes = await database((run) => {
          run(`PRAGMA page_size = 1024; ${today}${MESSAGE_INDEX}`)
          run("INSERT INTO sessions (id, source, started_at, title) VALUES ('s', 'cli', 1, ?)", [
            titled ? 'T' : null,
          ])
          const say =
            "INSERT INTO messages (session_id, role, content, timestamp, active, compacted) VALUES ('s', 'user', ?, ?, ?, ?)"
          for (const { of, times, time, flags } of rows) run(say, [of.repeat(times), time, ...flags])
        })
        const limits = { ROW_MAX_BYTES: LIMIT, SESSION_MESSAGES_MAX: 9 }
        const ended: HermesSession[] = []
        const [bySweep, byIndex, session] = await reading(
          countingSource(bytes, 1024, 90),
          async (snapshot) => {
            await snapshot
              .sweep()
              .run({ begin: () => true, message() {}, end: (row) => ended.push(row), again() {} })
            return [await swept(snapshot), await listed(snapshot), await snapshot.readSession('s')]
          },
          limits,
        )
        const counted = bySweep.get('s')?.messages.filter(({ counts }) => counts === 'all')
        expect(counted).toEqual(byIndex.get('s')?.messages)
        expect(bySweep.get('s')?.warnings).toEqual(byIndex.get('s')?.warnings)
        expect(ended).toEqual([session])
        // Equal in all that is compared, among the first nine that count.
        const first = rows.slice(0, 9).filter(({ flags }) => flags[0] !== 0 || flags[1] === 1)
        const distinct = new Set(first.map(({ of, times, time }) => `${of} ${times} ${time}`))
        expect(counted).toHaveLength(distinct.size)
      }),
      { numRuns: 150 },
    )
  })
})
