import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { type AchievementsPayload, AchievementsPayloadSchema } from '../../src/contract/achievements.ts'
import { CreatedProfileSchema, type Visibility } from '../../src/contract/profiles.ts'
import { clientOfItsOwn } from './client.ts'

/** The few calls to a running server that tests and scripts need. `url`: its origin. */

/** Creates a profile in UTC and returns its owner key. */
export async function createProfile(
  url: string,
  handle: string,
  visibility: Visibility = 'public',
): Promise<string> {
  const response = await fetch(`${url}/api/v1/profiles`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...clientOfItsOwn() },
    body: JSON.stringify({ handle, time_zone: 'UTC', visibility }),
  })
  return CreatedProfileSchema.parse(await response.json()).owner_key
}

/** Uploads a history, a state.db or its gzip. */
export async function upload(
  url: string,
  handle: string,
  ownerKey: string,
  history: Buffer,
  encoding?: 'gzip',
): Promise<void> {
  const response = await fetch(`${url}/api/v1/profiles/${handle}/sources/default/snapshot`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${ownerKey}`, ...(encoding ? { 'Content-Encoding': encoding } : {}) },
    body: history,
  })
  if (!response.ok) throw new Error(`the upload was answered ${response.status}`)
}

/** Histories that are uploaded, as gzip, and how many sessions they have. */
const HISTORIES = {
  edges: ['test/golden/edges.db.gz', 64],
  history: ['test/golden/history.db.gz', 110],
  sample: ['dist/assets/sample.db.gz', 193],
} as const

/** How long after a look at a scan it is looked at again. Unit: ms. */
const NEXT_LOOK_MS = 50

/** Uploads a history, and returns what a visitor sees once it is scanned. */
export async function scan(
  url: string,
  handle: string,
  ownerKey: string,
  history: keyof typeof HISTORIES,
): Promise<AchievementsPayload> {
  const [path, sessions] = HISTORIES[history]
  await upload(url, handle, ownerKey, await readFile(path), 'gzip')
  for (;;) {
    const view = await achievements(url, handle)
    const { mode, sessions_total } = view.scan_meta
    if (sessions_total === sessions && (mode === 'full' || mode === 'incremental')) return view
    await pause(NEXT_LOOK_MS)
  }
}

export async function achievements(url: string, handle: string): Promise<AchievementsPayload> {
  const response = await fetch(`${url}/api/v1/profiles/${handle}/achievements`)
  return AchievementsPayloadSchema.parse(await response.json())
}
