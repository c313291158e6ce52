import { describe, expect, inject, it } from 'vitest'
import { Random } from '../../fixtures/random.ts'
import { fill, type OpenDatabase, writing } from '../wal-pairs.ts'
import { changedSince, checkSteps, noneDone } from './compared.ts'

/**
 * Steps in `npm test` that are told by their pages, which some histories never are; `npm run soak` takes far more: see
 * test/soak/changed-pages.soak.ts.
 */
const STEPS = 30

describe('the pages that changed', () => {
  it('name every session that a listing finds changed, whatever was written, and so does what a checkpoint keeps of them', async () => {
    const [done, kept] = [noneDone(), noneDone()]
    while (done.compared < STEPS || kept.compared < STEPS)
      await checkSteps(new Random(`${inject('seed')} ${done.steps}`), 20, done, kept)
    expect(done.named).toBeGreaterThanOrEqual(done.changed)
    expect(kept.named).toBeGreaterThanOrEqual(kept.changed)
  })

  const SESSIONS = 100
  const FLUSH = 'PRAGMA wal_checkpoint(TRUNCATE)'

  /** Returns the sessions that the pages name after a change, of a hundred with three short messages and a long one. */
  const namedAfter = (change: (database: OpenDatabase) => void, before = '') => {
    const [old, now] = writing((database) => {
      database.run('PRAGMA foreign_keys = OFF; PRAGMA secure_delete = OFF')
      fill(database, 0, SESSIONS)
      if (before !== '') database.run(before)
      database.run(FLUSH)
      const old = database.pair()
      change(database)
      database.run(FLUSH)
      return [old, database.pair()]
    })
    return changedSince(old, now)
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
