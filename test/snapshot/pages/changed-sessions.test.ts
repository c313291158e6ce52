import { describe, expect, inject, it } from 'vitest'
import { Random } from '../../fixtures/random.ts'
import { fill, type OpenDatabase, type WalPair, writing } from '../wal-pairs.ts'
import { changedSince, checkSteps, keptSince, listed, noneDone } from './compared.ts'

/**
 * Steps in `npm test` that are told by their pages, which some histories never are; `npm run soak` takes far more: see
 * test/soak/changed-pages.soak.ts.
 */
const STEPS = 20

describe('the pages that changed', () => {
  it('name every session that a listing finds changed, whatever was written, and so does what a checkpoint keeps of them', async () => {
    const [done, kept] = [noneDone(), noneDone()]
    while (done.compared < STEPS || kept.compared < STEPS)
      await checkSteps(new Random(`${inject('seed')} ${done.steps}`), 10, done, kept)
    expect(done.named).toBeGreaterThanOrEqual(done.changed)
    expect(kept.named).toBeGreaterThanOrEqual(kept.changed)
  })

  const SESSIONS = 100
  const FLUSH = 'PRAGMA wal_checkpoint(TRUNCATE)'

  /** Returns the versions before and after a change, of a hundred sessions with three short messages and a long one. */
  const versions = (change: (database: OpenDatabase) => void, before = '') =>
    writing((database): [WalPair, WalPair] => {
      database.run('PRAGMA foreign_keys = OFF; PRAGMA secure_delete = OFF')
      fill(database, 0, SESSIONS)
      if (before !== '') database.run(before)
      database.run(FLUSH)
      const old = database.pair()
      change(database)
      database.run(FLUSH)
      return [old, database.pair()]
    })
  /** Returns the sessions that the pages name after it. */
  const namedAfter = (...change: Parameters<typeof versions>) => changedSince(...versions(...change))
  /** Returns those that what was kept of the pages names. */
  const keptNamedAfter = async (...change: Parameters<typeof versions>) => {
    const [old, now] = versions(...change)
    const ids = await listed(old)
    // Twice: the first look tells where the sessions are named.
    const { kept } = await keptSince((await keptSince(null, old, ids)).kept, old, ids)
    return (await keptSince(kept, now, ids)).changed
  }
  const all = new Set(Array.from({ length: SESSIONS }, (_, at) => `s${at}`))

  it('name none if nothing of a session changed', async () => {
    const named = namedAfter(
      ({ run }) => run(`INSERT INTO junk VALUES (zeroblob(30000))`),
      'CREATE TABLE junk (a)',
    )
    expect(await named).toEqual(new Set())
  })

  it('name a session that was appended, and no other', async () => {
    expect(await namedAfter((database) => fill(database, SESSIONS, SESSIONS + 1))).toEqual(new Set(['s100']))
  })

  const TITLED = 'UPDATE sessions SET title = id'
  const LONG = `UPDATE sessions SET title = id, source = printf('%5000c', 'x')`
  const IN_ORDER = 'UPDATE messages SET timestamp = id'
  it.each([
    [
      'whose name, a message, was rewritten',
      `UPDATE messages SET content = '#' || content WHERE id = 29`,
      IN_ORDER,
    ],
    [
      'whose name, a long message, was rewritten',
      `UPDATE messages SET content = '#' || substr(content, 2) WHERE id = 32`,
      '',
    ],
    [
      'of which only an overflow page has changed',
      `UPDATE sessions SET started_at = 5 WHERE id = 's7'`,
      LONG,
    ],
    ['whose message was undone', `DELETE FROM messages WHERE id = 31`, TITLED],
  ])('name one %s, by what a checkpoint keeps of them', async (_, change, before) => {
    const named = await keptNamedAfter(({ run }) => run(change), before)
    expect(named).toContain('s7')
    expect(await keptNamedAfter(() => {}, before)).toEqual(new Set([LONG, ''].includes(before) ? all : []))
  })

  it('name one whose message was overwritten in the middle, where only an overflow page has changed', async () => {
    const content = `substr(content, 1, 5000) || '#' || substr(content, 5002)`
    const overwrite = `UPDATE messages SET content = ${content} WHERE session_id = 's7' AND length(content) > 5002`
    expect(await namedAfter(({ run }) => run(overwrite))).toEqual(new Set(['s7']))
  })

  it('name all whose messages were deleted, although SQLite does not touch the pages that it frees', async () => {
    expect(await namedAfter(({ run }) => run('DELETE FROM messages'))).toEqual(all)
  })

  it('name all whose messages were deleted below inner pages that are freed as they are', async () => {
    // Numbers of nine bytes: some 270 leaves, of one message each, are below an inner page.
    const rows = 'WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 299)'
    const before = `DELETE FROM messages; ${rows} INSERT INTO messages (id, session_id, role, content, timestamp)
      SELECT ${2n ** 62n} + i, 's' || (i / 3), 'user', printf('%3000c', 'x'), 1 FROM n`
    expect(await namedAfter(({ run }) => run('DELETE FROM messages'), before)).toEqual(all)
  })

  it('name those whose messages went to a table where they look the same', async () => {
    const columns = 'id INTEGER PRIMARY KEY, b, c, d, e, f, g, h REAL'
    const move = `INSERT INTO archive SELECT * FROM messages WHERE session_id = 's50';
      DELETE FROM messages WHERE session_id = 's50'`
    expect(await namedAfter(({ run }) => run(move), `CREATE TABLE archive (${columns})`)).toEqual(
      new Set(['s50']),
    )
  })

  it.each([
    ['the schema has changed', 'ALTER TABLE sessions ADD COLUMN more TEXT', ''],
    ['no index finds the messages of a session', 'DELETE FROM messages', 'DROP INDEX idx_messages_session'],
    ['pages move on their own', 'DELETE FROM messages', 'PRAGMA auto_vacuum = 1; VACUUM'],
  ])('leave it to a listing if %s', async (_, change, before) => {
    expect(await namedAfter(({ run }) => run(change), before)).toBeNull()
  })
})
