import { beforeAll, expect, it } from 'vitest'
import { api, bearer, call, cookie, create, scanned, upload } from '../api/client.ts'
import { database, MESSAGES, SESSIONS } from '../api/histories.ts'
import { withSettings } from './profiles.ts'

const MiB = 1024 * 1024

// An eighth of what a server keeps of a history, and takes of a row.
beforeAll(() => withSettings({ CHUNK_CACHE_BYTES: 3 * MiB, ROW_MAX_BYTES: 2 * MiB }))

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
    run(say, ['long-one', 'tool', `Error: one${'x'.repeat(4 * MiB)}`, 'terminal', 1_700_000_001])
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
  expect(await page.text()).toMatch(/1 session was\s+not\s+counted completely/)
  const asked = await call(api(profile.handle, '/achievements'), { headers: bearer(profile.key) })
  expect(await asked.text()).toContain('long-one')
  for (const path of [`/@${profile.handle}`, api(profile.handle, '/achievements')]) {
    const answer = await (await call(path, { headers: { Accept: 'text/html' } })).text()
    expect(answer).not.toContain('long-one')
    expect(answer).not.toContain('counted completely')
  }
})

/** Messages in pages of their own, which no index leads to; of one of these nothing can be read. */
async function withDamagedPage(): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await database((run) => {
    run('PRAGMA page_size = 1024')
    run(SESSIONS)
    run(MESSAGES)
    const say = 'INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)'
    run("INSERT INTO sessions (id, source, started_at, title) VALUES ('one', 'cli', 1700000000, 'One')")
    for (let at = 0; at < 9; at++)
      run(say, ['one', 'tool', `Error: of ${at} ${'x'.repeat(800)}`, 1_700_000_000])
  })
  const damaged = bytes.slice()
  const marked = new TextDecoder('latin1').decode(bytes).indexOf('Error: of 4 ')
  const page = Math.floor(marked / 1024) * 1024
  damaged.fill(0xff, page, page + 1024)
  return damaged
}

it('counts what can be read when pages of messages are damaged, and tells the owner alone how many are', async () => {
  const profile = await create({ visibility: 'public' })
  await upload(profile, await withDamagedPage())
  const view = await scanned(profile)
  const effect = '1 page of messages is damaged, so any session may count less than it should.'
  expect(view.scan_meta.warnings).toEqual([{ kind: 'pages_unreadable', session: null, effect }])
  expect(view.aggregate?.total_errors).toBe(8)
  const path = `/@${profile.handle}`
  const page = await call(path, { headers: { ...cookie(profile), Accept: 'text/html' } })
  const text = await page.text()
  expect(text).toMatch(/Some messages were\s+not\s+counted completely/)
  expect(text).toContain(effect)
  expect(await (await call(path, { headers: { Accept: 'text/html' } })).text()).not.toContain('damaged')
})
