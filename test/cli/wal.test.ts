import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ScanPayload } from '../../src/cli/payload.ts'
import { bySessionId, type Expected } from '../engine/golden.ts'
import { history } from '../snapshot/histories.ts'
import { goldenPair } from '../snapshot/wal-pairs.ts'
import { asGolden } from './as-golden.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

/** The figures of the golden pair, as far as the command prints them. */
function figures({
  timezone,
  sessions,
  aggregate,
  achievements,
}: Expected & Pick<ScanPayload, 'achievements'>) {
  return {
    timezone,
    aggregate,
    sessions: sessions.toSorted(bySessionId),
    achievements: achievements.map(asGolden),
  }
}

function expected(name: 'expected' | 'expected-without-wal') {
  const path = new URL(`../golden/wal-pair/${name}.json`, import.meta.url)
  return figures(JSON.parse(readFileSync(path, 'utf8')))
}

const WITHOUT_WAL = 'laurel: There is no -wal beside this history. If this is a copy, copy the -wal too'

async function scan(database: string, ...more: string[]): Promise<Expected & ScanPayload> {
  const { status, stdout, stderr } = await laurel.run([
    'scan',
    database,
    '--json',
    '--timezone',
    'UTC',
    ...more,
  ])
  const notes = existsSync(`${database}-wal`) ? '' : expect.stringContaining(WITHOUT_WAL)
  expect({ status, stderr }).toEqual({ status: 0, stderr: notes })
  return JSON.parse(stdout)
}

describe('laurel scan of a history with a -wal', () => {
  const { main, wal } = goldenPair()

  it('gives the golden figures with what the -wal holds, and without when there is none', async () => {
    const database = laurel.file('pair.db', main)
    expect(figures(await scan(database))).toEqual(expected('expected-without-wal'))
    laurel.file('pair.db-wal', '')
    expect(figures(await scan(database))).toEqual(expected('expected-without-wal'))
    laurel.file('pair.db-wal', wal)
    expect(figures(await scan(database))).toEqual(expected('expected'))
  })

  it.each([
    ['sessions'],
    ['insights'],
    ['push', '--print', '--to', 'https://laurel.example', '--handle', 'ada'],
  ])('laurel %s says that the -wal is missing, once', async (...command) => {
    const lonely = laurel.file('lonely.db', main)
    const { status, stderr } = await laurel.run([...command, lonely])
    expect([status, stderr.split(WITHOUT_WAL).length]).toEqual([0, 2])
  })

  it('says nothing of it where Hermes keeps its history: it removes the -wal when it ends', async () => {
    mkdirSync(laurel.path('hermes'))
    const own = laurel.file('hermes/state.db', main)
    const env = { HERMES_HOME: laurel.path('hermes') }
    for (const args of [['scan'], ['scan', own]]) {
      expect(await laurel.run(args, { env })).toMatchObject({ status: 0, stderr: '' })
    }
  })

  it('says nothing of it when the agent keeps no log, or the file is refused', async () => {
    const plain = laurel.file('plain.db', Uint8Array.from(main).fill(1, 18, 20))
    expect(await laurel.run(['scan', plain])).toMatchObject({ status: 0, stderr: '' })
    const cut = laurel.file('cut.db', main.subarray(0, 50_000))
    expect((await laurel.run(['scan', cut])).stderr).not.toContain(WITHOUT_WAL)
  })

  it('leaves both files as they are', async () => {
    const database = laurel.file('untouched.db', main)
    laurel.file('untouched.db-wal', wal)
    await scan(database)
    expect(readFileSync(database).equals(main)).toBe(true)
    expect(readFileSync(`${database}-wal`).equals(wal)).toBe(true)
  })

  it('passes over a -wal that is none', async () => {
    const database = laurel.file('strange.db', main)
    laurel.file('strange.db-wal', 'no frames, whatever it is '.repeat(1000))
    expect(figures(await scan(database))).toEqual(expected('expected-without-wal'))
  })

  it('reads again only the sessions that the -wal changed', async () => {
    const database = laurel.file('kept.db', main)
    const checkpoint = ['--checkpoint', laurel.path('kept.checkpoint')]
    const before = await scan(database, ...checkpoint)
    laurel.file('kept.db-wal', wal)
    const after = await scan(database, ...checkpoint)
    expect(figures(after)).toEqual(expected('expected'))
    const { sessions_reused, sessions_rescanned } = after.scan_meta
    expect(sessions_reused).toBeGreaterThan(0)
    expect(sessions_reused).toBeLessThanOrEqual(before.sessions.length)
    expect(sessions_rescanned).toBe(after.sessions.length - sessions_reused)
    expect((await scan(database, ...checkpoint)).scan_meta).toMatchObject({ sessions_rescanned: 0 })
  })

  it('is read as it was when the scan began, though its agent appends to the -wal', async () => {
    const long = await history((run) => {
      run(`
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
        INSERT INTO sessions (id, source, started_at) SELECT i, 'cli', i FROM n`)
      run(`
        INSERT INTO messages (session_id, role, content, timestamp)
        SELECT id, 'user', replace(hex(zeroblob(2500)), '00', 'git status: error, npm install ok '), 1 FROM sessions`)
    })
    const database = laurel.file('busy.db', long)
    const log = laurel.file('busy.db-wal', 'begun')
    const writer = setInterval(() => appendFileSync(log, 'more'), 5)
    const outcome = await laurel.spawn(['scan', database]).finally(() => clearInterval(writer))
    expect({ ...outcome, stdout: '' }).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(outcome.stdout).toContain('300 sessions')
  })
})
