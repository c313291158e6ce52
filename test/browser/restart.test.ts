import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import type { AchievementsPayload } from '../../src/contract/achievements.ts'
import expected from '../golden/history.expected.json'
import { achievements, createProfile, upload } from './api.ts'
import { type LaurelServer, startServer } from './server.ts'

const persistTo = await mkdtemp(join(tmpdir(), 'laurel-'))
let server: LaurelServer | undefined

afterAll(async () => {
  await server?.kill()
  await rm(persistTo, { recursive: true, force: true })
})

it('finishes a scan by itself when the server is killed in the middle of it and started again', async () => {
  const history = gunzipSync(await readFile(new URL('../golden/history.db.gz', import.meta.url)))
  server = await startServer({ persistTo, vars: { SLICE_SESSIONS: 1, PARTIAL_VIEW_EVERY_SESSIONS: 10 } })
  const ownerKey = await createProfile(server.url, 'restarted')
  await upload(server.url, 'restarted', ownerKey, history)
  await expect.poll(async () => (await viewOf(server)).scan_meta.mode).toBe('in_progress')
  await server.kill()

  server = await startServer({ persistTo })
  await expect.poll(async () => (await viewOf(server)).scan_meta.mode, { timeout: 60_000 }).toBe('full')
  const view = await viewOf(server)
  expect(view.scan_meta).toMatchObject({ sessions_rescanned: 110, sessions_total: 110 })
  expect(view.unlocked_count).toBe(expected.unlocked_count)
})

async function viewOf(server: LaurelServer | undefined): Promise<AchievementsPayload> {
  return achievements(server?.url ?? '', 'restarted')
}
