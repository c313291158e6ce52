import { describe, expect, it } from 'vitest'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import type { SnapshotLimits } from '../../src/snapshot/snapshot.ts'
import { loadSqlite, type Sqlite } from '../../src/snapshot/sqlite.ts'
import { makeInteriorIndex, makeInteriorTable, makeMaze, moveSchemaTo, pageOf, withPages } from './b-trees.ts'
import {
  database,
  everything,
  golden,
  history,
  reading,
  refusal,
  rootOf,
  sessionsOf,
  TABLES,
} from './histories.ts'
import { readAll } from './read-all.ts'

const rows = (sessions: number, each = 4) =>
  history((run) => {
    for (let at = 0; at < sessions; at++) {
      run('INSERT INTO sessions (id, source, started_at) VALUES (?, ?, ?)', [`s${at}`, 'cli', at])
      for (let message = 0; message < each; message++) {
        run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', [
          `s${at}`,
          'user',
          'hello',
          message,
        ])
      }
    }
  })

/** Turns the tree of this table or index into one that takes for ever to go through, and yields rows all the way. */
async function mazed(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const root = await rootOf(bytes, name)
  const { grown, first } = withPages(bytes, 19)
  const leaf = first + 18
  pageOf(grown, leaf).set(pageOf(grown, root))
  makeMaze(grown, { first, depth: 18, width: 100, leaf })
  pageOf(grown, root).set(pageOf(grown, first))
  return grown
}

/** The payload of the first cell of an index's leaf. */
function keyOf(leaf: Uint8Array): Uint8Array {
  const cell = new DataView(leaf.buffer, leaf.byteOffset).getUint16(8)
  return leaf.slice(cell + 1, cell + 1 + (leaf[cell] ?? 0))
}

async function failureOf(bytes: Uint8Array, limits: Partial<SnapshotLimits> = {}): Promise<string> {
  const error = await readAll(bytes, limits)
  return error?.code ?? 'none'
}

/** An instance whose memory is small and not yet limited. */
async function freshInstance(): Promise<Sqlite> {
  ;(await loadSqlite(compileSqliteOnNode)).discard()
  return loadSqlite(compileSqliteOnNode)
}

describe('a tree that leads to the same page again and again', () => {
  it.each(['messages', 'sessions'])('is damage when it holds %s', async (table) => {
    expect(await failureOf(await mazed(await rows(3), table))).toBe('snapshot_corrupt')
  })

  it.each(['sqlite_autoindex_sessions_1', 'idx_messages_session'])(
    'is not needed when it is an index: %s',
    async (name) => {
      const bytes = await rows(1)
      const root = await rootOf(bytes, name)
      const { grown, first } = withPages(bytes, 19)
      const leaf = pageOf(grown, first + 18)
      leaf.set(pageOf(grown, root))
      const key = keyOf(leaf)
      for (let level = 0; level < 18; level++) {
        makeInteriorIndex(grown, first + level, Array(40).fill(first + level + 1), key)
      }
      pageOf(grown, root).set(pageOf(grown, first))
      const limits = { SESSIONS_MAX: 1000, SESSION_MESSAGES_MAX: 1000 }
      expect(await failureOf(grown, limits)).toBe('none')
    },
  )

  it('is damage when it is the schema, which SQLite reads in one go', async () => {
    const bytes = await rows(3)
    const { grown, first } = withPages(bytes, 20)
    moveSchemaTo(grown, first)
    // A leaf with nothing but what SQLite does not mind to find twice: an index it makes by itself.
    const index = await database((run) => run('CREATE TABLE sessions (id TEXT PRIMARY KEY)'))
    moveSchemaTo(index, 2)
    const leaf = pageOf(grown, first + 19)
    leaf.set(pageOf(index, 2))
    const view = new DataView(leaf.buffer, leaf.byteOffset)
    const second = view.getUint16(10)
    view.setUint16(3, 1)
    view.setUint16(8, second)
    makeMaze(grown, { first: first + 1, depth: 18, width: 100, leaf: first + 19 })
    makeInteriorTable(grown, 1, [first, first + 1])
    expect(await failureOf(grown)).toBe('snapshot_corrupt')
  })

  it('is left alone when it holds statistics, which SQLite reads with the schema', async () => {
    const bytes = await history((run) => {
      run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
      run('ANALYZE')
    })
    expect(await failureOf(await mazed(bytes, 'sqlite_stat1'))).toBe('none')
  })

  it('is damage when it leads back up', async () => {
    const bytes = await rows(3)
    const root = await rootOf(bytes, 'messages')
    makeInteriorTable(bytes, root, [root, root, root])
    expect(await failureOf(bytes)).toBe('snapshot_corrupt')
  })
})

describe('an index that leads astray', () => {
  it('to the messages of another session is damage', async () => {
    const bytes = await history((run) => {
      run("INSERT INTO sessions (id, source, started_at) VALUES ('a', 'cli', 1), ('b', 'cli', 1)")
      run("INSERT INTO messages (session_id, role, content, timestamp) VALUES ('a', 'user', 'hi', 5)")
    })
    // The key of the only entry: 'a' becomes 'b'.
    const page = pageOf(bytes, await rootOf(bytes, 'idx_messages_session'))
    page[page.lastIndexOf('a'.charCodeAt(0))] = 'b'.charCodeAt(0)
    expect(await failureOf(bytes)).toBe('snapshot_corrupt')
  })
})

describe('limits', () => {
  it.each([
    ['SESSIONS_MAX', 'too_many_sessions'],
    ['MESSAGES_MAX', 'too_many_messages'],
    ['LISTING_MAX_BYTES', 'row_too_large'],
  ] as const)('hold: %s', async (name, code) => {
    expect(await failureOf(await rows(5), { [name]: 3 })).toBe(code)
    expect(await failureOf(await rows(5), { [name]: 1000 })).toBe('none')
  })

  it('hold for rows: of long ones a part is brought into memory', async () => {
    await freshInstance()
    const bytes = await history((run) => {
      run("INSERT INTO sessions (id, source, started_at, title) VALUES ('s', 'cli', 1, 'titled')")
      run(
        "INSERT INTO messages (session_id, role, content, timestamp) VALUES ('s', 'user', zeroblob(60000000), 1)",
      )
    })
    const sqlite = await freshInstance()
    expect(await failureOf(bytes)).toBe('none')
    expect(sqlite.memory.buffer.byteLength).toBeLessThan(30_000_000)
  })

  it('hold for the memory of SQLite, which then lets go of the file and serves the next', async () => {
    await freshInstance()
    const bytes = await history((run) => {
      run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
      run(
        "INSERT INTO messages (session_id, role, content, timestamp) VALUES ('s', 'user', zeroblob(40000000), 1)",
      )
      // Of such a row SQLite alone knows what it holds.
      run("ALTER TABLE messages ADD COLUMN display_kind TEXT DEFAULT 'none'")
    })
    const error = await readAll(bytes, { SQLITE_HEAP_MAX_BYTES: 20_000_000, ROW_MAX_BYTES: 50_000_000 })
    expect(error?.code).toBe('snapshot_too_large')
    expect(await everything(golden('edges'))).toHaveLength(64)
  })
})

describe('a header that lies', () => {
  it('of the cache SQLite should take is not believed', async () => {
    const bytes = await rows(3)
    const whole = await everything(bytes)
    new DataView(bytes.buffer).setInt32(48, -2_147_483_648)
    expect(await everything(bytes)).toEqual(whole)
  })

  it('of a file of a terabyte is refused, or read as far as the file is there', async () => {
    const bytes = await rows(3)
    const claimed = bytes.slice()
    new DataView(claimed.buffer).setUint32(28, 2 ** 28)
    expect((await refusal(claimed)).code).toBe('snapshot_truncated')
    const nothing = new Uint8Array(65_536)
    const vast = {
      size: 2 ** 40,
      read: (begin: number, end: number) =>
        end <= claimed.length ? claimed.subarray(begin, end) : nothing.subarray(0, end - begin),
    }
    expect(await everything(vast)).toEqual(await everything(bytes))
  })
})

describe('schemas', () => {
  it.each([512, 65_536])('may have pages of %i bytes', async (size) => {
    const bytes = await database((run) => {
      run(`PRAGMA page_size = ${size}`)
      run(TABLES)
      run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
    })
    expect(await reading(bytes, sessionsOf)).toHaveLength(1)
  })
})

it('an instance that read a damaged file is not used for the next', async () => {
  const sqlite = await loadSqlite(compileSqliteOnNode)
  expect(await failureOf(await mazed(await rows(3), 'messages'))).toBe('snapshot_corrupt')
  expect(sqlite.discarded).toBe(true)
  expect(await everything(golden('edges'))).toHaveLength(64)
})
