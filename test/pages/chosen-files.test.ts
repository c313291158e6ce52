import { describe, expect, it } from 'vitest'
import { lacksLog, togetherIn } from '../../src/browser/history-file.ts'
import { amidTransaction } from '../snapshot/journals.ts'
import { fill, goldenPair, type OpenDatabase, type WalPair, writing } from '../snapshot/wal-pairs.ts'

describe('the files of a history', () => {
  const { main, wal } = goldenPair()
  const hot = amidTransaction((run) => run("UPDATE messages SET role = 'tool'"))
  const file = (name: string, content: Uint8Array) => new File([new Uint8Array(content)], name)
  const copy = file('state (1).db', main)

  it('are told apart by their first bytes, whatever their names are', async () => {
    const files = [
      file('c', hot.journal),
      file('a', main),
      file('state.db-shm', Uint8Array.of(24, 226, 45, 0)),
      file('b', wal),
    ]
    const { main: database, ...beside } = Object(await togetherIn(files))
    expect([database, beside]).toEqual([files[1], { wal: files[3], journal: files[0] }])
  })

  it('are known by their names where a commit has taken their first bytes', async () => {
    const files = [
      file('state.db', main),
      file('state.db-journal', new Uint8Array(900)),
      file('state.db-wal', new Uint8Array()),
    ]
    expect(await togetherIn(files)).toEqual({ main: files[0], journal: files[1], wal: files[2] })
  })

  it('may be a copy under another name with the log that belongs to it', async () => {
    const log = file('state.db-wal', wal)
    expect(await togetherIn([copy, log])).toEqual({ main: copy, wal: log, journal: null })
  })

  it('are refused when the log of another name is another database’s', async () => {
    const mismatch = { message: 'The -wal does not belong to this state.db.' }
    const anothers = [
      writing((database) => fillAndPair(database, 2), 1024),
      writing((database) => fillAndPair(database, 2)),
    ].map((pair) => file('other.db-wal', pair.wal))
    expect(await togetherIn([copy, anothers[0] ?? copy])).toMatchObject(mismatch)
    const older = writing((database) => {
      for (let change = 0; change < 9; change++) database.run(`PRAGMA user_version = ${change}`)
      database.run('PRAGMA journal_mode = DELETE')
      for (let change = 0; change < 99; change++) database.run(`PRAGMA user_version = ${change}`)
      database.run('PRAGMA journal_mode = WAL')
      return fillAndPair(database, 3)
    })
    expect(await togetherIn([file('a.db', older.main), anothers[1] ?? copy])).toMatchObject(mismatch)
    expect(await togetherIn([file('state.db', hot.main), file('b', wal)])).toMatchObject(mismatch)
  })

  it.each([
    ['two logs, neither of the database’s name', [copy, file('a', wal), file('b', wal)], /one -wal/],
    ['two journals', [copy, file('a', hot.journal), file('b', hot.journal)], /one -journal/],
    ['two databases', [copy, file('state.db', main)], /one history/],
    ['a database and notes', [copy, file('notes.txt', new TextEncoder().encode('notes'))], /one history/],
    ['a log and a journal', [file('a', wal), file('b', hot.journal)], /Choose state\.db, together/],
  ])('are none when they are %s, and it is said why', async (_, files, words) => {
    expect(await togetherIn(files)).toEqual(
      expect.objectContaining({ message: expect.stringMatching(words) }),
    )
  })

  it('lack the log that their agent keeps when none was chosen', async () => {
    const plain = file('state.db', hot.main)
    for (const [files, lacks] of [
      [[copy], true],
      [[copy, file('state (1).db-wal', wal)], false],
      [[plain], false],
    ] as const) {
      const chosen = await togetherIn(files)
      expect('main' in chosen && (await lacksLog(chosen))).toBe(lacks)
    }
  })

  it('are chosen by name among several logs', async () => {
    const own = file('state (1).db-wal', wal)
    expect(await togetherIn([copy, file('state.db-wal', wal), own])).toMatchObject({ wal: own })
  })
})

function fillAndPair(database: OpenDatabase, sessions: number): WalPair {
  fill(database, 0, sessions)
  return database.pair()
}
