import fs, { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, utimesSync, writeSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { readingFile } from '../../src/cli/history-on-disk.ts'
import { memorySource } from '../../src/snapshot/byte-source.ts'
import { readJournal } from '../../src/snapshot/journal.ts'
import { everything, everythingIn } from '../snapshot/histories.ts'
import { amidTransaction, type Run } from '../snapshot/journals.ts'
import {
  fill,
  type OpenDatabase,
  settled,
  WAL_HEADER_BYTES,
  type WalPair,
  writing,
} from '../snapshot/wal-pairs.ts'

/** The files of a history at one moment. */
interface State {
  main: Uint8Array
  wal?: Uint8Array | undefined
  journal?: Uint8Array | null
}

const folder = mkdtempSync(join(tmpdir(), 'laurel-live-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'state.db')

/** Writes in place, as an agent does; not what is there already, which would show as a change. */
function put(file: string, bytes: Uint8Array | null | undefined): void {
  if (!bytes) {
    rmSync(file, { force: true })
    return
  }
  if (fs.existsSync(file) && Buffer.compare(fs.readFileSync(file), bytes) === 0) return
  const descriptor = openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT)
  writeSync(descriptor, bytes, 0, bytes.length, 0)
  ftruncateSync(descriptor, bytes.length)
  closeSync(descriptor)
}

function become({ main, wal, journal }: State): void {
  put(path, main)
  put(`${path}-wal`, wal)
  put(`${path}-journal`, journal)
}

/** As it lies there since a while. */
function begin(state: State): void {
  become(state)
  for (const suffix of ['', '-wal', '-journal']) {
    if (fs.existsSync(path + suffix)) utimesSync(path + suffix, 1, 1)
  }
}

const { readSync } = fs
let reads = 0

/** Does this before each read, of whatever file. */
function atReads(act: (number: number) => void): void {
  reads = 0
  fs.readSync = (
    file: number,
    bytes: NodeJS.ArrayBufferView,
    offset?: number | fs.ReadOptions,
    length?: number,
    position?: fs.ReadPosition | null,
  ) => {
    act(reads++)
    if (typeof offset !== 'number') return readSync(file, bytes, offset)
    return readSync(file, bytes, offset, length ?? bytes.byteLength, position ?? null)
  }
  syncBuiltinESMExports()
}

afterEach(() => {
  fs.readSync = readSync
  syncBuiltinESMExports()
})

const noPause = async () => undefined

/** More than what is kept of a file that is read block by block. Unit: bytes. */
const LARGE = 2.25 * 1024 * 1024

/** Some pages of the log hold what they held before, and its first 64 KiB are rewritten by each generation. */
const shaped = (database: OpenDatabase, name: string): WalPair[] => {
  database.run('PRAGMA wal_checkpoint(RESTART)')
  database.run(`UPDATE sessions SET title = 'for ${name}' WHERE id = 's0'`)
  const before = database.pair()
  database.run(`UPDATE messages SET tool_name = '${name}'`)
  return [before, database.pair()]
}

const LOGS: [string, () => State[]][] = [
  [
    'a log grows over what it held before',
    () =>
      writing((database) => {
        fill(database, 0, 9)
        shaped(database, 'patch')
        return shaped(database, 'terminal')
      }),
  ],
  [
    'a log grows',
    () =>
      writing((database) => {
        fill(database, 0, 3)
        const before = database.pair()
        fill(database, 3, 6)
        return [before, database.pair()]
      }),
  ],
  [
    'a log is started over',
    () =>
      writing((database) => {
        fill(database, 0, 6)
        const before = database.pair()
        database.run('PRAGMA wal_checkpoint(RESTART)')
        database.run("UPDATE messages SET role = 'tool'")
        return [before, database.pair()]
      }),
  ],
  [
    'a log that is in the database already, and larger than what is kept of it, is started over',
    () =>
      writing((database) => {
        fill(database, 0, 3)
        database.run(`UPDATE messages SET content = replace(hex(zeroblob(${LARGE / 12 / 2})), '00', 'ab')`)
        database.run('PRAGMA wal_checkpoint(PASSIVE)')
        const before = database.pair()
        database.run(`UPDATE messages SET content = replace(hex(zeroblob(${LARGE / 12 / 2})), '00', 'cd')`)
        return [before, database.pair()]
      }),
  ],
  [
    'the frames of a log are written over before its header is',
    () =>
      writing((database) => {
        fill(database, 0, 20)
        database.run('PRAGMA wal_checkpoint(RESTART)')
        database.run("UPDATE messages SET role = 'tool'")
        const before = database.pair()
        database.run('PRAGMA wal_checkpoint(RESTART)')
        database.run("UPDATE messages SET role = 'none'")
        const wal = before.wal.slice()
        wal.set(database.pair().wal.subarray(WAL_HEADER_BYTES, wal.length), WAL_HEADER_BYTES)
        return [before, { main: before.main, wal }]
      }),
  ],
  [
    'a log is emptied into the database',
    () =>
      writing((database) => {
        fill(database, 0, 6)
        const before = database.pair()
        database.run('PRAGMA wal_checkpoint(TRUNCATE)')
        return [before, database.pair()]
      }),
  ],
]

const CHANGE = (run: Run) => {
  run("UPDATE messages SET role = 'tool'")
  run('INSERT INTO messages SELECT NULL, session_id, role, content, 0, 0, 0, 0 FROM messages')
}

const pairs = (mode: string) => () => amidTransaction(CHANGE, { mode })

describe('a history that is written to while it is read', () => {
  it.each(LOGS)('is one of its two states when %s', async (_, make) => {
    const [before, after] = make()
    if (!before || !after) throw new Error('There are two.')
    const known = await Promise.all(
      [before, after].map(async ({ main, wal }) => {
        const plain = wal ? settled({ main, wal }) : main
        return JSON.stringify(await everything(plain ?? new Uint8Array()))
      }),
    )
    await atEachRead(before, after, known, (before.wal?.length ?? 0) > LARGE ? 19 : 1)
  })

  it.each(['DELETE', 'TRUNCATE', 'PERSIST'].map((mode) => [mode, pairs(mode)] as const))(
    'is one of its two states amid a transaction in mode %s, and at its end',
    async (_, make) => {
      const { main, journal, before, after } = make()
      const known = [JSON.stringify(await everything(before)), JSON.stringify(await everything(after.main))]
      expect(known[0]).not.toBe(known[1])
      await atEachRead({ main: before }, { main, journal }, known)
      await atEachRead({ main, journal }, after, known)
      await atEachRead({ main: before }, after, known)
    },
  )

  it.each([
    ['is cut off', (journal: Uint8Array) => journal.slice(0, journal.length / 2)],
    ['is cut off behind its header', (journal: Uint8Array) => journal.slice(0, 600)],
    ['is emptied', () => null],
    ['has another end', (journal: Uint8Array) => journal.slice().fill(0xff, journal.length / 2)],
  ])('is one of its two states when its journal %s', async (_, change) => {
    const { main, journal, before } = amidTransaction(CHANGE, { pageSize: 4096 })
    expect(journal.length).toBeGreaterThan(65_536)
    const [whole, changed] = [
      { main, journal },
      { main, journal: change(journal) },
    ]
    const known: string[] = []
    for (const state of [whole, changed]) {
      begin(state)
      known.push(await readingFile(path, everythingIn).then(JSON.stringify))
    }
    expect(known[0]).toBe(JSON.stringify(await everything(before)))
    expect(known[1]).not.toBe(known[0])
    await atEachRead(whole, changed, known)
  })

  it('is one of its two states when the next transaction writes over the journal', async () => {
    const { journal, before, after } = amidTransaction(CHANGE, {
      mode: 'PERSIST',
      pageSize: 4096,
      doublings: 4,
    })
    const known = [JSON.stringify(await everything(before)), JSON.stringify(await everything(after.main))]
    const index = await readJournal(memorySource(journal))
    const next = journal.slice().fill(0, 0, 28)
    for (const [page, offset] of index?.offsets ?? [])
      next.set(after.main.subarray((page - 1) * 4096, page * 4096), offset)
    expect(next.length).toBeGreaterThan(LARGE)
    // All of the transaction is in the database, which stays as it is.
    await atEachRead({ main: after.main, journal }, { main: after.main, journal: next }, known, 83)
  })
})

/**
 * Reads a history that changes just before its first read, then one that changes before its second, and so on;
 * `every`: how many reads further on each time.
 */
async function atEachRead(before: State, after: State, known: readonly string[], every = 1): Promise<void> {
  for (let moment = 0; moment <= reads || moment === 0; moment += every) {
    begin(before)
    atReads((number) => {
      if (number === moment) become(after)
    })
    const read = await readingFile(path, everythingIn, { pause: noPause })
    expect(known.indexOf(JSON.stringify(read)), `changed before read ${moment}`).toBeGreaterThanOrEqual(0)
    if (moment >= reads) return
  }
}

describe('a history that another program has locked', () => {
  const locked = Object.assign(new Error('EBUSY: resource busy or locked'), { code: 'EBUSY' })

  /** Refuses to open the history this many times. */
  function lockFor(times: number): void {
    const { openSync: open } = fs
    let refused = 0
    vi.spyOn(fs, 'openSync').mockImplementation((file, ...more) => {
      if (file === path && refused++ < times) throw locked
      return open(file, ...more)
    })
    syncBuiltinESMExports()
  }

  afterEach(() => {
    vi.restoreAllMocks()
    syncBuiltinESMExports()
  })

  it('is read once the lock is gone, and refused as busy while it stays', async () => {
    const { before } = amidTransaction(CHANGE)
    begin({ main: before })
    lockFor(3)
    expect(await readingFile(path, everythingIn, { pause: noPause })).toEqual(await everything(before))
    lockFor(Number.POSITIVE_INFINITY)
    const refusal = readingFile(path, everythingIn, { pause: noPause })
    await expect(refusal).rejects.toMatchObject({
      code: 'history_busy',
      message: expect.stringContaining('locked'),
    })
  })
})

describe('a history that is busy', () => {
  const { main, journal, before } = amidTransaction(CHANGE)

  it('is tried again after growing pauses, up to 20 seconds, and then refused', async () => {
    begin({ main })
    atReads(() => utimesSync(path, 1, Math.random() * 1e6))
    const pauses: number[] = []
    const pause = async (milliseconds: number) => void pauses.push(milliseconds)
    const busy = readingFile(path, everythingIn, { pause })
    await expect(busy).rejects.toMatchObject({ code: 'history_busy' })
    expect(pauses.slice(0, 6)).toEqual([100, 200, 400, 800, 1600, 2000])
    expect(pauses.reduce((sum, pause) => sum + pause)).toBe(20_000)
  })

  it('says on a terminal that it is waited for, and leaves the line as it was', async () => {
    begin({ main, journal })
    let tries = 0
    const written: string[] = []
    const stderr = { isTTY: true, columns: 80, write: (text: string) => written.push(text) }
    await readingFile(path, async () => void (tries++ === 0 && become({ main: before })), {
      stderr,
      pause: noPause,
    })
    expect(tries).toBe(2)
    expect(written).toEqual(['\rThe history is being written to. Trying again…\x1b[K', '\r\x1b[K'])
  })

  it('is read as soon as it rests for as long as copying it takes', async () => {
    begin({ main })
    let writes = 0
    const agent = setInterval(() => {
      if (writes++ < 100) utimesSync(path, 1, writes)
    }, 5)
    try {
      // Longer than it ever rests while the agent writes.
      const slowly = async () => new Promise((resolve) => setTimeout(resolve, 60)).then(() => 'read')
      expect(await readingFile(path, slowly, { pause: noPause })).toBe('read')
    } finally {
      clearInterval(agent)
    }
  })

  it('is waited for while it is half written, and refused when that is all', async () => {
    const half = before.subarray(0, before.length - 3000)
    become({ main: half })
    utimesSync(path, new Date(), new Date())
    const pauses: number[] = []
    const pause = async (milliseconds: number) => {
      pauses.push(milliseconds)
      if (pauses.length === 3) become({ main, journal })
    }
    expect(await readingFile(path, async () => 'read', { pause })).toBe('read')
    expect(pauses).toHaveLength(3)
    begin({ main: half })
    await expect(readingFile(path, everythingIn, { pause })).rejects.toMatchObject({
      code: 'snapshot_truncated',
    })
    expect(pauses).toHaveLength(3)
  })
})
