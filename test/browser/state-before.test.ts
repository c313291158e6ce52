import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import expected from '../golden/edges.expected.json'
import { achievements } from './api.ts'
import { type LaurelServer, startServer } from './server.ts'

/**
 * What wrangler's server had stored, which `npm start` used to be, before the tables of stats and session columns: the
 * build of commit b9fcc9b, a profile @before in UTC with the golden history "edges", scanned twice. A new data folder
 * begins with a copy of it.
 */
const { owner_key, files }: { owner_key: string; files: Record<string, string> } = JSON.parse(
  gunzipSync(await readFile(new URL('../fixtures/state-before/stores.json.gz', import.meta.url))).toString(),
)
const owner = { Authorization: `Bearer ${owner_key}` }
const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
let server: LaurelServer

beforeAll(async () => {
  for (const [path, bytes] of Object.entries(files)) {
    const file = join(folder, '.wrangler', 'state', path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, Buffer.from(bytes, 'base64'))
  }
  server = await startServer({ data: join(folder, 'data'), cwd: folder })
})
afterAll(async () => {
  await server.kill()
  await rm(folder, { recursive: true })
})

const api = (rest: string) => `${server.url}/api/v1/profiles/before/${rest}`

/** Of every badge that is no secret: its tier and how far it is. */
function figuresOf({ achievements: all }: Figures) {
  const open = all.filter(({ state }) => state !== 'secret')
  return Object.fromEntries(open.map(({ id, tier, progress }) => [id, { tier, progress }]))
}

interface Figures {
  achievements: { id: string; state: string; tier: string | null; progress: number | null }[]
}

const figures = async () => figuresOf(await achievements(server.url, 'before'))
const EXPECTED = figuresOf(expected)

it('shows a profile that the build before stored, and its sessions, from what is stored', async () => {
  expect(await figures()).toEqual(EXPECTED)
  const list = await fetch(api('sessions?limit=500&include_children=1&archived=1'), { headers: owner })
  const { sessions } = JSON.parse(await list.text())
  expect(sessions.map(({ id }: { id: string }) => id)).toEqual(
    expect.arrayContaining(['far_future', 'same_start_a']),
  )
})

it('scans it again to the same figures', async () => {
  const answer = await fetch(api('rescan?full=true'), { method: 'POST', headers: owner })
  const { ok, aggregate, scan_meta } = JSON.parse(await answer.text())
  expect([answer.status, ok, scan_meta.mode]).toEqual([200, true, 'full'])
  expect(aggregate).toEqual(expected.aggregate)
  expect(await figures()).toEqual(EXPECTED)
})
