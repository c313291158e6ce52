import { expect, it } from 'vitest'
import { api, bearer, call, cookie, create, scanned, upload } from '../api/client.ts'
import { database, MESSAGES, SESSIONS } from '../api/histories.ts'

const MiB = 1024 * 1024

/** Two sessions, one with a row that is longer than all that the server keeps of a history in memory. */
const withLongRow = (more = '') =>
  database((run) => {
    run(SESSIONS)
    run(MESSAGES)
    run('CREATE INDEX idx_messages_session ON messages(session_id, timestamp)')
    const begin = 'INSERT INTO sessions (id, source, started_at, title, system_prompt) VALUES (?, ?, ?, ?, ?)'
    const say =
      'INSERT INTO messages (session_id, role, content, tool_name, timestamp) VALUES (?, ?, ?, ?, ?)'
    run(begin, ['long-one', 'cli', 1_700_000_000, 'Long', null])
    run(begin, ['short-one', 'cli', 1_700_100_000, 'Short', null])
    run(say, ['long-one', 'tool', `Error: one${'x'.repeat(26 * MiB)}`, 'terminal', 1_700_000_001])
    run(say, ['short-one', 'tool', `Error: two ${more}`, 'terminal', 1_700_100_001])
  })

it('counts a row longer than the cache with what fits, and tells the owner alone', async () => {
  const profile = await create({ visibility: 'public' })
  await upload(profile, await withLongRow())
  const view = await scanned(profile)
  const warnings = [{ kind: 'row_cut', session: 'long-one', effect: expect.any(String) }]
  expect(view.scan_meta.warnings).toEqual(warnings)
  expect(view.scan_meta.sessions_total).toBe(2)
  expect(view.aggregate?.total_errors).toBe(2)

  // What is not read again keeps its warning.
  await upload(profile, await withLongRow('again'))
  const refreshed = await scanned(profile)
  expect(refreshed.scan_meta).toMatchObject({ warnings, sessions_total: 2 })

  const page = await call(`/@${profile.handle}`, { headers: { ...cookie(profile), Accept: 'text/html' } })
  expect(await page.text()).toMatch(/1 session was\s+not\s+counted as a whole/)
  const asked = await call(api(profile.handle, '/achievements'), { headers: bearer(profile.key) })
  expect(await asked.text()).toContain('long-one')
  for (const path of [`/@${profile.handle}`, api(profile.handle, '/achievements')]) {
    const answer = await (await call(path, { headers: { Accept: 'text/html' } })).text()
    expect(answer).not.toContain('long-one')
    expect(answer).not.toContain('counted as a whole')
  }
})
