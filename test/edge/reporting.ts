import { expect } from 'vitest'
import type { ReportedSession, ReportReceipt, ReportTicket } from '../../src/contract/reports.ts'
import { bytesOfHex } from '../../src/digest.ts'
import { STATS_VERSION } from '../../src/engine/version.ts'
import { fingerprintOf } from '../../src/scan/fingerprint.ts'
import { newReportKey, type ReportTerms, reportedSession } from '../../src/sync/reports/reported-sessions.ts'
import { bucketDigests, digestOfBuckets } from '../../src/sync/reports/session-digest.ts'
import { EXPECTED, type ExpectedFigures } from './histories.ts'
import { aggregateOf, clientOf, keyOf, newProfile, payloadOf, rowsOf, settle } from './scan/profiles.ts'

const KEY = newReportKey()

/** Returns the sessions of a golden history as its owner would report them. */
export function reportOf(
  { sessions }: ExpectedFigures,
  { titles = false, key = KEY, namingKey = null }: Partial<ReportTerms> = {},
): ReportedSession[] {
  return sessions.map((stats) => {
    const { last_active, started_at, model_names, title } = stats
    const fingerprint = fingerprintOf({
      last_active: last_active,
      started_at: started_at,
      model: model_names[0] ?? null,
      display_title: title,
      rows: null,
    })
    return reportedSession({ fingerprint, stats, record: null }, { key, namingKey, titles })
  })
}

/** Returns a golden history as reported by a client that has the profile's naming key. */
export async function namedHistory(
  handle: string,
  terms: Partial<ReportTerms> = {},
  figures = EXPECTED.history,
): Promise<ReportedSession[]> {
  return reportOf(figures, {
    ...terms,
    namingKey: bytesOfHex(await clientOf(handle).profile.namingKey()),
  })
}

/** Returns what a commit states about the whole history. */
export function wholeOf(sessions: readonly ReportedSession[]): { sessions: number; digest: string } {
  return { sessions: sessions.length, digest: digestOfBuckets(bucketDigests(sessions)) }
}

const idOf = (handle: string) => keyOf(handle).id

/** `machine`: empty as from clients that send none. */
export async function begin(handle: string, source = 'default', machine = ''): Promise<ReportTicket> {
  return clientOf(handle).reports.begin(idOf(handle), { source, machine }, STATS_VERSION)
}

export async function stage(
  handle: string,
  report: string,
  sessions: ReportedSession[],
  removed: string[] = [],
): Promise<void> {
  await clientOf(handle).reports.stage(idOf(handle), report, { sessions, removed })
}

/** Returns the known fingerprints by id. */
export async function knownTo(handle: string, report: string): Promise<Record<string, string>> {
  const all = Array.from({ length: 256 }, (_, bucket) => bucket.toString(16).padStart(2, '0'))
  return (await clientOf(handle).reports.known(idOf(handle), report, all)).sessions
}

export async function commit(
  handle: string,
  report: string,
  sessions: readonly ReportedSession[],
): Promise<ReportReceipt> {
  return clientOf(handle).reports.commit(idOf(handle), report, wholeOf(sessions))
}

/** Stages the differences from the known sessions. Returns which sessions were put and removed. */
export async function stageDifference(handle: string, report: string, sessions: ReportedSession[]) {
  const known = await knownTo(handle, report)
  const ids = new Set(sessions.map(({ id }) => id))
  const put = sessions.filter(({ id, fingerprint }) => known[id] !== fingerprint)
  const removed = Object.keys(known).filter((id) => !ids.has(id))
  await stage(handle, report, put, removed)
  return { put, removed }
}

/** Reports a history as a client does: the differences, then the commit. */
export async function report(handle: string, sessions: ReportedSession[], source = 'default', machine = '') {
  const { report_id } = await begin(handle, source, machine)
  const difference = await stageDifference(handle, report_id, sessions)
  return { ...difference, receipt: await commit(handle, report_id, sessions) }
}

export const HISTORY = reportOf(EXPECTED.history)
export const NEXT = reportOf(EXPECTED.historyNext)
export const EDGES = reportOf(EXPECTED.edges)

export const sourcesOf = async (handle: string) => (await clientOf(handle).sources.list()).sources

/** Returns a profile whose history was reported and completely applied. */
export async function reportedProfile(sessions = HISTORY, timeZone = 'UTC'): Promise<string> {
  const handle = await newProfile(timeZone)
  await report(handle, sessions)
  await settle(handle)
  return handle
}

/** Expects the golden figures and badges, except for the evidence, whose sessions have other names. */
export async function expectGolden(handle: string, expected: ExpectedFigures): Promise<void> {
  expect(await aggregateOf(handle)).toEqual(expected.aggregate)
  const { achievements } = await payloadOf(handle)
  const byId = new Map(achievements.map((item) => [item.id, item]))
  for (const { evidence, ...item } of expected.achievements) {
    if (item.state !== 'secret') expect(byId.get(item.id)).toMatchObject(item)
  }
}

export async function expectNothingStaged(handle: string): Promise<void> {
  expect(await rowsOf(handle, 'SELECT 1 FROM reported_sessions')).toEqual([])
}
