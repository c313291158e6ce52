import { appendFileSync, readFileSync } from 'node:fs'
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

async function scan(database: string, ...more: string[]): Promise<Expected & ScanPayload> {
  const { status, stdout, stderr } = await laurel.run([
    'scan',
    database,
    '--json',
    '--timezone',
    'UTC',
    ...more,
  ])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
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
