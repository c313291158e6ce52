import { env } from 'cloudflare:test'
import { expect } from 'vitest'
import { ErrorSchema } from '../../../functions/api/responses.ts'
import { findProfile } from '../../../functions/profile/lifecycle.ts'
import { tick } from '../../../functions/scheduled.ts'
import { sha256Hex } from '../../../src/digest.ts'
import { api, bearer, call, create, freshHandle, type Owned, sendJson, storedKeys } from '../api/client.ts'
import { database, MESSAGES, SESSIONS } from '../api/histories.ts'
import { clientOf, idOf, isDue, nowSeconds, pass, ring, rowsOf } from '../scan/profiles.ts'
import { addLiveHook } from '../scan/receivers.ts'

/** Small pieces, so that a small history takes many calls. */
export const SMALL = {
  CHUNK_BYTES: 8_192,
  BLOCK_BYTES: 4_096,
  PULL_SLICE_BYTES: 16_384,
  SLICE_FETCH_REQUESTS: 1,
  SLICE_SESSIONS: 2,
  PARTIAL_VIEW_EVERY_SESSIONS: 2,
}

const MODELS = [
  'ollama/llama3',
  'openai/gpt-5',
  'anthropic/claude-opus-4.1',
  'ollama/llama3',
  'google/gemini-2.5-pro',
]

/** Returns a history of sessions with several models, which earns something and then more. */
const chats = (sessions: number) =>
  database((run) => {
    run(SESSIONS)
    run(MESSAGES)
    for (let at = 0; at < sessions; at++) {
      const started = 1_700_000_000 + at * 100_000
      const model = MODELS[at % MODELS.length] ?? null
      run('INSERT INTO sessions (id, source, model, started_at) VALUES (?, ?, ?, ?)', [
        `chat-${at}`,
        'cli',
        model,
        started,
      ])
      for (const [turn, role] of ['user', 'assistant', 'user', 'assistant'].entries()) {
        run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', [
          `chat-${at}`,
          role,
          `Error: canary ${at} `.repeat(40),
          started + turn,
        ])
      }
    }
  })

/** A history, and what it has become. */
export const [BEFORE, AFTER] = await Promise.all([chats(3), chats(9)])

/** The answer of a request that was refused. */
class Refused extends Error {}

/** Asks the API. A refusal must have the one shape and tell nothing of its cause. @throws Refused */
export async function asked(answering: Promise<Response>): Promise<unknown> {
  const answer = await answering
  const text = await answer.text()
  if (answer.ok) return text === '' ? null : JSON.parse(text)
  expect(text).not.toContain('canary')
  const { error } = ErrorSchema.loose().parse(JSON.parse(text))
  throw new Refused(error.code)
}

export const emptyRegistry = () => env.REGISTRY.prepare('DELETE FROM profiles').run()

/** A profile of its own in an empty registry, so that a tick wakes no other. */
export async function newOwner(): Promise<Owned> {
  await emptyRegistry()
  return createAs(freshHandle())
}

export async function createAs(handle: string): Promise<Owned> {
  const owner = await create({ handle, time_zone: 'UTC', visibility: 'public' })
  idOf.set(handle, (await registered(handle))?.id ?? '')
  return owner
}

/** Makes a profile a sample, which is erased after some seconds. */
export const lapsesIn = (handle: string, seconds: number) =>
  env.REGISTRY.prepare('UPDATE profiles SET expires_at = ? WHERE handle = ?')
    .bind(nowSeconds() + seconds, handle)
    .run()

/** One whose history was scanned, and that tells a webhook. */
export async function settledOwner(): Promise<Owned> {
  const owner = await newOwner()
  await addLiveHook(owner.handle)
  await uploadWhole(owner, BEFORE)
  await settled(owner)
  return owner
}

export const erase = (owner: Owned) =>
  asked(call(api(owner.handle), { method: 'DELETE', headers: bearer(owner.key) }))

export const change = (owner: Owned, settings: object) =>
  asked(sendJson('PATCH', api(owner.handle), settings, bearer(owner.key)))

export const removeHistory = (owner: Owned) =>
  asked(call(api(owner.handle, '/sources/default'), { method: 'DELETE', headers: bearer(owner.key) }))

export const uploadWhole = (owner: Owned, body: Uint8Array<ArrayBuffer>) =>
  asked(
    call(api(owner.handle, '/sources/default/snapshot'), { method: 'PUT', headers: bearer(owner.key), body }),
  )

/** Has the history be pulled, in place of what is here. */
export const pullFrom = (owner: Owned, url: string) =>
  asked(sendJson('PUT', api(owner.handle, '/pulls/default'), { url }, bearer(owner.key)))

export async function uploadInChunks(owner: Owned, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const path = api(owner.handle, '/sources/default/uploads')
  const size = SMALL.CHUNK_BYTES
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.slice(at * size, (at + 1) * size),
  )
  const named = new Map(
    await Promise.all(pieces.map(async (piece) => [await sha256Hex(piece), piece] as const)),
  )
  const main = { size: bytes.length, chunk_size: size, chunks: [...named.keys()] }
  const begun = await asked(sendJson('POST', path, { main }, bearer(owner.key)))
  const { upload_id, missing } = begun as { upload_id: string; missing: string[] }
  for (const name of missing) {
    const body = named.get(name) ?? ''
    await asked(
      call(`${path}/${upload_id}/chunks/${name}`, { method: 'PUT', headers: bearer(owner.key), body }),
    )
  }
  await asked(sendJson('POST', `${path}/${upload_id}/commit`, {}, bearer(owner.key)))
}

/** Runs the alarm as long as it is due. An alarm that fails is lost, as after too many failures. */
export async function settled({ handle }: Owned): Promise<void> {
  for (let rung = 0; await isDue(handle); rung++) {
    expect(rung).toBeLessThan(500)
    pass(1)
    await ring(handle)
  }
}

/** Lets pauses of so many hours pass, with a cron tick after each and the alarms that follow. */
export async function hoursPass(owner: Owned, ...pauses: number[]): Promise<void> {
  for (const hours of pauses) {
    pass(hours * 3_700)
    await tick(env, nowSeconds())
    await settled(owner)
  }
}

export const registered = (handle: string) =>
  env.REGISTRY.prepare('SELECT id, visibility, erasing_at FROM profiles WHERE handle = ?')
    .bind(handle)
    .first<{ id: string; visibility: string; erasing_at: number | null }>()

/** What a profile shows and stands on; null if there is none. */
export async function figuresOf({ handle }: Owned) {
  const profile = await findProfile(env, handle)
  if (!profile) return null
  const { payload, aggregate } = await clientOf(handle).views.overview(true)
  const unlocks = payload.achievements.filter(({ unlocked }) => unlocked)
  return {
    visibility: profile.visibility,
    listedAs: (await registered(handle))?.visibility,
    picturesOfPrivate:
      profile.visibility === 'private' ? await storedKeys(`profiles/${profile.id}/pictures/`) : [],
    mode: payload.scan_meta.mode === 'in_progress' ? 'in_progress' : 'finished',
    aggregate,
    unlocked: unlocks.map(({ id, tier, dated_by, unlocked_at }) => [
      id,
      tier,
      dated_by === 'scan' || unlocked_at,
    ]),
    sessions: await rowsOf(
      handle,
      'SELECT source, count(*) AS n, count(DISTINCT name) AS names FROM checkpoints GROUP BY source ORDER BY source',
    ),
    records: await rowsOf(handle, 'SELECT count(*) AS n FROM session_records'),
  }
}

export type Figures = Awaited<ReturnType<typeof figuresOf>>

const PASSING = ['uploads', 'reports', 'reported_sessions', 'scan_queue', 'deliveries']

/** What a profile takes up: rows of what passes, objects in R2 and its registration. */
export async function remainsOf({ handle }: Owned) {
  const id = idOf.get(handle) ?? ''
  const profile = await findProfile(env, handle)
  const rows = profile
    ? await rowsOf(
        handle,
        PASSING.map((name) => `SELECT '${name}' AS t, count(*) AS n FROM ${name}`).join(' UNION '),
      )
    : []
  const registration = await registered(handle)
  return {
    rows: rows.filter(({ n }) => n !== 0),
    stored: (await storedKeys(`profiles/${id}/`)).map((key) => key.replace(id, 'ID')).sort(),
    registered: registration && { visibility: registration.visibility, erasing_at: registration.erasing_at },
  }
}
