import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import expected from '../golden/history.expected.json'
import { type LaurelServer, startServer } from './server.ts'

const persistTo = await mkdtemp(join(tmpdir(), 'laurel-'))
let server: LaurelServer | undefined

afterAll(async () => {
  await server?.kill()
  await rm(persistTo, { recursive: true, force: true })
})

it('finishes a scan by itself when the server is killed in the middle of it and started again', async () => {
  const vars = { SLICE_SESSIONS: 1, PARTIAL_VIEW_EVERY_SESSIONS: 10 }
  server = await startServer({ persistTo, vars })
  const profile = `${server.url}/api/v1/profiles`
  const created = await fetch(profile, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ handle: 'restarted', time_zone: 'UTC', visibility: 'public' }),
  })
  const { owner_key } = await created.json()
  const upload = await fetch(`${profile}/restarted/sources/default/snapshot`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${owner_key}` },
    body: gunzipSync(await readFile(new URL('../golden/history.db.gz', import.meta.url))),
  })
  expect(upload.status).toBe(200)
  await expect.poll(() => mode(server)).toBe('in_progress')
  await server.kill()

  server = await startServer({ persistTo })
  await expect.poll(() => mode(server, 'scan-status'), { timeout: 60_000 }).toBe('idle')
  const view = await answer(server, 'achievements')
  expect(view.scan_meta).toMatchObject({ mode: 'full', sessions_rescanned: 110, sessions_total: 110 })
  expect(view.unlocked_count).toBe(expected.unlocked_count)
})

async function mode(server: LaurelServer | undefined, path = 'achievements'): Promise<string> {
  const body = await answer(server, path)
  return path === 'achievements' ? body.scan_meta.mode : body.state
}

async function answer(server: LaurelServer | undefined, path: string) {
  return (await fetch(`${server?.url}/api/v1/profiles/restarted/${path}`)).json()
}
