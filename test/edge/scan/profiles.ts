import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { expect, vi } from 'vitest'
import { profileClient, profileObject } from '../../../functions/profile/client.ts'
import { createProfile } from '../../../functions/profile/lifecycle.ts'
import { receiveSnapshot } from '../../../functions/profile/receive-snapshot.ts'
import { ALARM_AHEAD_MS } from '../../../functions/profile/scanner.ts'
import { configFrom, type SettingName, type SwitchName } from '../../../src/config.ts'
import type { SnapshotReceipt } from '../../../src/contract/snapshots.ts'
import { type ExpectedFigures, type GoldenName, golden } from '../histories.ts'

/** Clocks in tests are far ahead of the real one, so that an alarm only runs when a test runs it. */
const START = new Date('2031-06-01T12:00:00Z')

export function stopTheClock(): void {
  vi.restoreAllMocks()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.useFakeTimers({ toFake: ['Date'], now: START })
}

/** Advances the clock. */
export function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000)
}

export const nowSeconds = () => Date.now() / 1000

/**
 * Runs objects created from now on with other settings. The returned function restores them: a `beforeAll` that returns
 * it runs it after all tests.
 */
export function withSettings(
  settings: Partial<Record<SettingName, number> & Record<SwitchName, '1'>>,
): () => void {
  Object.assign(env, settings)
  return () => {
    for (const name of Object.keys(settings)) Reflect.deleteProperty(env, name)
  }
}

export async function newProfile(timeZone = 'UTC'): Promise<string> {
  const wanted = {
    handle: `p-${crypto.randomUUID().slice(0, 18)}`,
    time_zone: timeZone,
    visibility: 'public' as const,
  }
  const { profile } = await createProfile(env, configFrom({ ...env }), wanted)
  idOf.set(profile.handle, profile.id)
  return profile.handle
}

/** The ids of the created profiles, by handle. */
export const idOf = new Map<string, string>()

export const keyOf = (handle: string) => ({ id: idOf.get(handle) ?? '', handle })

/** The stub of a profile's object. Neither it nor a client works after an eviction. */
export const objectOf = (handle: string) => profileObject(env, handle)

export const clientOf = (handle: string) => profileClient(env, handle)

/** Uploads a golden history in several small chunks. */
export async function upload(handle: string, name: GoldenName, source = 'default'): Promise<SnapshotReceipt> {
  const config = configFrom({ CHUNK_BYTES: 262_144, ...env })
  // In one piece: the body of a response comes in a thousand.
  const bytes = await golden(name)
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      stream.enqueue(bytes)
      stream.close()
    },
  })
  return receiveSnapshot(env, config, {
    profile: keyOf(handle),
    source,
    body,
    gzip: false,
    declaredBytes: null,
  })
}

export const alarmOf = (handle: string) =>
  runInDurableObject(objectOf(handle), (_object, state) => state.storage.getAlarm())

/** Drops the alarm, as the platform does after too many failures. */
export const dropAlarm = (handle: string) =>
  runInDurableObject(objectOf(handle), (_object, state) => state.storage.deleteAlarm())

/** Runs the alarm once. */
export const ring = (handle: string) => runDurableObjectAlarm(objectOf(handle))

/** Whether the alarm is due now: there is work to do at once. */
export async function isDue(handle: string): Promise<boolean> {
  const alarm = await alarmOf(handle)
  return alarm !== null && alarm <= Date.now() + ALARM_AHEAD_MS
}

/** Runs the alarm as long as it is due. */
export async function settle(handle: string): Promise<void> {
  while (await isDue(handle)) await ring(handle)
}

/**
 * Requests a rescan and waits until its object has begun one or joined the running one: calls by different stubs may
 * arrive in any order. Returns the pending response, wrapped so that it isn't awaited here.
 */
export async function askedToRescan(handle: string, full = false) {
  const scansOf = async () => {
    const { run_count, joined_count } = await statusOf(handle)
    return run_count + joined_count
  }
  const before = await scansOf()
  const answer = clientOf(handle).scans.rescan(full)
  // A test may wait for other things before it awaits a rejection.
  answer.catch(() => undefined)
  while ((await scansOf()) === before);
  return { answer }
}

/** Returns a profile whose history was uploaded and completely scanned. */
export async function scannedProfile(name: GoldenName, timeZone = 'UTC'): Promise<string> {
  const handle = await newProfile(timeZone)
  await upload(handle, name)
  await settle(handle)
  return handle
}

export const payloadOf = (handle: string) => clientOf(handle).views.achievements(true)
export const statusOf = (handle: string) => clientOf(handle).scans.status()
export const aggregateOf = async (handle: string) => (await clientOf(handle).views.overview(true)).aggregate

/** Returns the rows of a query in the profile's object. */
export function rowsOf(handle: string, sql: string, ...values: unknown[]) {
  return runInDurableObject(objectOf(handle), (_object, { storage }) =>
    storage.sql.exec(sql, ...values).toArray(),
  )
}

export async function expectFigures(handle: string, expected: ExpectedFigures): Promise<void> {
  expect(await aggregateOf(handle)).toEqual(expected.aggregate)
  const { achievements } = await payloadOf(handle)
  const byId = new Map(achievements.map((item) => [item.id, item]))
  for (const item of expected.achievements) {
    if (item.state !== 'secret') expect(byId.get(item.id)).toMatchObject(item)
  }
  const hidden = expected.achievements.filter(({ state }) => state === 'secret')
  expect(achievements.filter(({ state }) => state === 'secret')).toHaveLength(hidden.length)
}

/** Returns the JSON that used to be the manifest in a column. */
const jsonOf = (
  column: string,
) => `(SELECT json_object('size', size, 'chunk_size', chunk_size, 'sha256', manifests.sha256,
  'chunks', (SELECT json_group_array(sha256) FROM manifest_chunks WHERE manifest = manifests.id AND wal = 0),
  'wal', iif(wal_size IS NULL, NULL, json_object('size', wal_size, 'chunk_size', chunk_size,
    'chunks', (SELECT json_group_array(sha256) FROM manifest_chunks WHERE manifest = manifests.id AND wal = 1))))
  FROM manifests WHERE id = ${column})`

/** Reverts the migration that gave chunks of manifests rows of their own. */
export const WITH_JSON_MANIFESTS = `DROP TABLE circles;
  DROP TABLE circle_standing;
  DROP TABLE stories;
  DROP TABLE hermes_secret;
  DROP TABLE hermes_events;
  DROP TABLE chunk_notes;
  ALTER TABLE sources DROP COLUMN base_manifest;
  ALTER TABLE sources ADD COLUMN json TEXT;
  ALTER TABLE sources ADD COLUMN pinned_json TEXT;
  ALTER TABLE uploads ADD COLUMN json TEXT;
  UPDATE sources SET json = ${jsonOf('sources.manifest')}, pinned_json = ${jsonOf('sources.pinned_manifest')};
  UPDATE uploads SET json = ${jsonOf('uploads.manifest')};
  ALTER TABLE sources DROP COLUMN manifest;
  ALTER TABLE sources DROP COLUMN pinned_manifest;
  ALTER TABLE uploads DROP COLUMN manifest;
  ALTER TABLE uploads DROP COLUMN draft;
  ALTER TABLE sources RENAME COLUMN json TO manifest;
  ALTER TABLE sources RENAME COLUMN pinned_json TO pinned_manifest;
  ALTER TABLE uploads RENAME COLUMN json TO manifest;
  DROP TABLE manifests;
  DROP TABLE manifest_chunks;
  DROP TABLE chunks;
  DROP TABLE chunk_writes;
  DROP TABLE pulls`

/** Reverts the migrations since sessions have names. */
export const WITHOUT_NAMES = `${WITH_JSON_MANIFESTS};
  DROP TABLE IF EXISTS failing_hosts;
  DROP TABLE IF EXISTS sign_ins;
  DROP INDEX checkpoints_by_name;
  ALTER TABLE checkpoints DROP COLUMN name`

/** Reverts the migrations that added columns to existing tables. */
export const WITHOUT_PLACES = `${WITHOUT_NAMES};
  DROP INDEX checkpoints_by_session;
  ALTER TABLE checkpoints DROP COLUMN standing;
  DROP INDEX checkpoints_by_place;
  ALTER TABLE checkpoints DROP COLUMN active_at;
  ALTER TABLE sources DROP COLUMN imported`

/** Replaces the table of records by the one from before records had names. */
export const RECORDS_BY_PLACE = `DROP TABLE session_records;
  CREATE TABLE session_records (
    source TEXT NOT NULL,
    session_id TEXT NOT NULL,
    facts TEXT NOT NULL,
    uses TEXT NOT NULL,
    id TEXT NOT NULL AS (facts ->> 0) STORED,
    platform TEXT AS (facts ->> 1) STORED,
    started_at REAL AS (facts ->> 2) STORED,
    ended_at REAL AS (facts ->> 3) STORED,
    last_active REAL AS (facts ->> 4) STORED,
    end_reason TEXT AS (facts ->> 5) STORED,
    parent_session_id TEXT AS (facts ->> 6) STORED,
    PRIMARY KEY (source, session_id)
  ) STRICT, WITHOUT ROWID`

/** Returns the keys of the profile's chunks in R2. */
export async function storedChunks(handle: string): Promise<string[]> {
  const { objects, truncated } = await env.SNAPSHOTS.list({ prefix: `profiles/${idOf.get(handle)}/` })
  expect(truncated).toBe(false)
  return objects.map(({ key }) => key)
}
