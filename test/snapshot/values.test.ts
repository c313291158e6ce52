import type { SqlValue } from 'sql.js/dist/sql-wasm.js'
import { describe, expect, it } from 'vitest'
import { listed, readingWithin, swept } from './both-ways.ts'
import { database, everything, history, TABLES } from './histories.ts'

/** What messages with these contents read as, in a column without a type of its own. */
async function contents(values: SqlValue[], setting = ''): Promise<unknown[]> {
  const bytes = await database((run) => {
    run(setting + TABLES.replace('content TEXT', 'content'))
    run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
    const sql = "INSERT INTO messages (session_id, role, content, timestamp) VALUES ('s', 'user', ?, 2)"
    for (const value of values) run(sql, [value])
  })
  return (await everything(bytes)).flatMap(([, messages]) => messages.map(({ content }) => content))
}

const AWKWARD = ['', 'plain', '\0', 'a\0b\0', '\ufeffmarked', '错误😀', '\0json', '\0json:', '\0json:{oops']

describe('content', () => {
  it('keeps text as it is, NULs and byte order marks included', async () => {
    expect(await contents(AWKWARD)).toEqual(AWKWARD)
  })

  it.each(['UTF-16le', 'UTF-16be'])('reads the same from a file in %s', async (encoding) => {
    expect(await contents(AWKWARD, `PRAGMA encoding = '${encoding}';`)).toEqual(AWKWARD)
  })

  it('keeps integers, reals, blobs and NULL apart', async () => {
    const bytes = await database((run) => {
      run(TABLES.replace('content TEXT', 'content'))
      run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
      run(`INSERT INTO messages (session_id, role, content, timestamp) VALUES ('s', '', 9007199254740993, 1),
        ('s', '', 5, 2), ('s', '', 5.0, 3), ('s', '', x'00ff', 4), ('s', '', x'', 5), ('s', '', NULL, 6)`)
    })
    const [session] = await everything(bytes)
    expect(session?.[1].map(({ content }) => content)).toEqual([
      9007199254740993n,
      5n,
      5,
      Uint8Array.of(0, 255),
      Uint8Array.of(),
      null,
    ])
  })

  it('decodes multimodal messages', async () => {
    const parts = '\0json:[{"type": "text", "text": "hi"}, 1, 1.0]'
    expect(await contents([parts, '\0json:null', '\0json:"text"'])).toEqual([
      [new Map([['type', 'text']]).set('text', 'hi'), 1n, 1],
      null,
      'text',
    ])
  })

  it('lets multimodal text stand when it does not decode', async () => {
    const deep = `\0json:${'['.repeat(200_000)}`
    expect(await contents([deep])).toEqual([deep])
  })

  it('shows bytes that are not UTF-8 as U+FFFD', async () => {
    const bytes = await history((run) => {
      run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
      run(`INSERT INTO messages (session_id, role, content, timestamp)
        VALUES ('s', 'user', CAST(x'61ff62' AS TEXT), 1)`)
    })
    expect((await everything(bytes))[0]?.[1][0]?.content).toBe('a\ufffdb')
  })

  it('is read over many pages', async () => {
    const long = `${'0123456789'.repeat(50_000)}\0end`
    expect(await contents([long])).toEqual([long])
  })
})

describe('calls', () => {
  const calls = '[{"function": {"name": "terminal", "arguments": "{\\"command\\": \\"ls ü\\"}"}}]'

  it.each(['UTF-8', 'UTF-16le'])(
    'stored as a blob are what it encodes, in a file in %s',
    async (encoding) => {
      const bytes = await database((run) => {
        run(`PRAGMA encoding = '${encoding}';${TABLES}`)
        run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
        const insert =
          "INSERT INTO messages (session_id, role, tool_calls, timestamp) VALUES ('s', 'assistant', ?, ?)"
        for (const [at, value] of [new TextEncoder().encode(calls), calls, null].entries())
          run(insert, [value, at])
      })
      for (const read of [swept, listed]) {
        const { messages } = (await readingWithin(bytes, read)).get('s') ?? {}
        expect(messages?.map(({ toolCalls }) => toolCalls)).toEqual([calls, calls, null])
      }
    },
  )
})

describe('fields', () => {
  it('of text take numbers as text and blobs as nothing; of numbers take nothing else', async () => {
    const bytes = await database((run) => {
      run(TABLES.replace(/ (TEXT|REAL|INTEGER)( NOT NULL)?(?=[,)])/g, ''))
      run(`INSERT INTO sessions (id, source, model, title, started_at, ended_at, input_tokens)
        VALUES (7, 1.5, x'6d', 'a' || char(0) || 'b', 'soon', 9e999, '3')`)
      run(`INSERT INTO messages (session_id, role, tool_name, tool_calls, timestamp)
        VALUES ('7', 3, x'00', 'c' || char(0), 'later')`)
    })
    const [session] = await everything(bytes)
    expect(session?.[0]).toMatchObject({
      id: '7',
      source: '1.5',
      model: null,
      title: 'a\0b',
      started_at: null,
      last_active: null,
      ended_at: null,
      input_tokens: null,
    })
    expect(session?.[1]).toMatchObject([{ role: '3', toolName: null, toolCalls: 'c\0', timestamp: null }])
  })
})

describe('the preview', () => {
  async function previewOf(content: SqlValue): Promise<string | undefined> {
    const bytes = await database((run) => {
      run(TABLES.replace('content TEXT', 'content'))
      run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
      run("INSERT INTO messages (session_id, role, content, timestamp) VALUES ('s', 'user', ?, 2)", [content])
    })
    return (await everything(bytes))[0]?.[0].preview
  }

  it.each([
    ['ends at a NUL', 'before\0after', 'before'],
    ['is one line', 'one\r\ntwo\nthree', 'one  two three'],
    ['has at most 60 characters', '😀'.repeat(60), '😀'.repeat(60)],
    ['says so when there were more', '😀'.repeat(61), `${'😀'.repeat(60)}...`],
    ['is cut before it is trimmed', `${' '.repeat(62)}xyz`, 'x'],
    ['counts what is left after trimming', `   ${'y'.repeat(80)}`, 'y'.repeat(60)],
    ['is trimmed of separators as well', '\x1c\x85\u3000hi\u2029\x1f', 'hi'],
    ['keeps characters that only look empty', '\ufeffhi\u200b', '\ufeffhi\u200b'],
    ['shows a number', 5, '5'],
    ['shows a blob as text', Uint8Array.of(0x68, 0x69, 0x0a, 0x21), 'hi !'],
    ['is empty for a multimodal message', '\0json:["hi"]', ''],
  ])('%s', async (_, content, preview) => {
    expect(await previewOf(content)).toBe(preview)
  })
})
