import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { expect, vi } from 'vitest'
import { profileClient, profileObject } from '../../../functions/profile/client.ts'
import { createProfile } from '../../../functions/profile/lifecycle.ts'
import { receiveSnapshot } from '../../../functions/profile/receive-snapshot.ts'
import { ALARM_AHEAD_MS } from '../../../functions/profile/scanner.ts'
import { configFrom, type SettingName } from '../../../src/config.ts'
import type { SnapshotReceipt } from '../../../src/contract/snapshots.ts'
import { type ExpectedFigures, GOLDEN, type GoldenName } from '../histories.ts'

/** Clocks in tests are far ahead of the real one, so that no alarm rings but when a test lets it. */
const START = new Date('2031-06-01T12:00:00Z')

export function stopTheClock(): void {
  vi.restoreAllMocks()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.useFakeTimers({ toFake: ['Date'], now: START })
}

/** Moves the clock on. */
export function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000)
}

export const nowSeconds = () => Date.now() / 1000

/** Runs objects that are made from here on with other settings; the function returned takes them back. */
export function withSettings(settings: Partial<Record<SettingName, number>>): () => void {
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

/** The ids of the profiles that were made, by handle. */
export const idOf = new Map<string, string>()

export const keyOf = (handle: string) => ({ id: idOf.get(handle) ?? '', handle })

/** The stub of a profile's object. It is useless after an eviction, and so is a client. */
export const objectOf = (handle: string) => profileObject(env, handle)

export const clientOf = (handle: string) => profileClient(env, handle)

/** Uploads a golden history in small chunks, so that there are many of them. */
export function upload(handle: string, name: GoldenName, source = 'default'): Promise<SnapshotReceipt> {
  const config = configFrom({ CHUNK_BYTES: 65_536, ...env })
  const body = new Response(GOLDEN[name]).body
  return receiveSnapshot(env, config, {
    profile: keyOf(handle),
    source,
    body,
    gzip: true,
    declaredBytes: null,
  })
}

export const alarmOf = (handle: string) =>
  runInDurableObject(objectOf(handle), (_object, state) => state.storage.getAlarm())

/** What the platform does with an alarm that failed too often. */
export const dropAlarm = (handle: string) =>
  runInDurableObject(objectOf(handle), (_object, state) => state.storage.deleteAlarm())

/** Lets the alarm ring once. */
export const ring = (handle: string) => runDurableObjectAlarm(objectOf(handle))

/** Whether the alarm rings now: there is something to do at once. */
export async function isDue(handle: string): Promise<boolean> {
  const alarm = await alarmOf(handle)
  return alarm !== null && alarm <= Date.now() + ALARM_AHEAD_MS
}

/** Lets the alarm ring as long as it is due. */
export async function settle(handle: string): Promise<void> {
  while (await isDue(handle)) await ring(handle)
}

/**
 * Asks for a rescan and waits until its object has begun one or joined the running one: calls by different stubs
 * may arrive in any order. Returns the pending answer, wrapped so that it isn't awaited here.
 */
export async function askedToRescan(handle: string, full = false) {
  const scansOf = async () => {
    const { run_count, joined_count } = await statusOf(handle)
    return run_count + joined_count
  }
  const before = await scansOf()
  const answer = clientOf(handle).scans.rescan(full)
  // A test may wait for other things before it awaits a refusal.
  answer.catch(() => undefined)
  while ((await scansOf()) === before);
  return { answer }
}

/** A profile whose history was uploaded and scanned to the end. */
export async function scannedProfile(name: GoldenName, timeZone = 'UTC'): Promise<string> {
  const handle = await newProfile(timeZone)
  await upload(handle, name)
  await settle(handle)
  return handle
}

export const payloadOf = (handle: string) => clientOf(handle).views.achievements(true)
export const statusOf = (handle: string) => clientOf(handle).scans.status()
export const aggregateOf = async (handle: string) => (await clientOf(handle).views.overview(true)).aggregate

/** The rows of a query in the profile's object. */
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

/** Takes back the steps that added columns to tables of before. */
export const WITHOUT_PLACES = `DROP INDEX checkpoints_by_session;
  ALTER TABLE checkpoints DROP COLUMN standing;
  DROP INDEX checkpoints_by_place;
  ALTER TABLE checkpoints DROP COLUMN active_at;
  ALTER TABLE sources DROP COLUMN imported`

/** Puts the table of records in the place of today's that was there before records had names. */
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

/** The keys of the profile's chunks in R2. */
export async function storedChunks(handle: string): Promise<string[]> {
  const { objects, truncated } = await env.SNAPSHOTS.list({ prefix: `profiles/${idOf.get(handle)}/` })
  expect(truncated).toBe(false)
  return objects.map(({ key }) => key)
}
