import { decodePages, encodePages } from '../../../src/cli/kept-pages.ts'
import { fingerprintOf } from '../../../src/scan/fingerprint.ts'
import { listSessions } from '../../../src/scan/slice.ts'
import { factsOf } from '../../../src/sessions/session-record.ts'
import { memorySource } from '../../../src/snapshot/byte-source.ts'
import { historySource, openHistory } from '../../../src/snapshot/history.ts'
import { compileSqliteOnNode } from '../../../src/snapshot/node.ts'
import type { NotedChunks } from '../../../src/snapshot/pages/noted-file.ts'
import { notePages } from '../../../src/snapshot/pages/page-notes.ts'
import type { SessionPages } from '../../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../../src/snapshot/sqlite.ts'
import type { Random } from '../../fixtures/random.ts'
import type { WalPair } from '../wal-pairs.ts'
import { changingHistory } from './changing-history.ts'

/** Small, so that there are many. Unit: bytes. */
const CHUNK_BYTES = 32_768

/** What a listing says of each session, by id: its fingerprint, and after a line end the facts of its row. */
export type Listed = ReadonlyMap<string, string>

/** Returns what a listing of a version says. */
export async function listed(version: WalPair): Promise<Listed> {
  const snapshot = await opened(version)
  try {
    const { sessions, unreadable, lostPages } = await listSessions(snapshot)
    if (unreadable.length > 0 || lostPages > 0) throw new Error('This history is damaged.')
    return new Map(sessions.map((row) => [row.id, `${fingerprintOf(row)}\n${JSON.stringify(factsOf(row))}`]))
  } finally {
    snapshot.close()
  }
}

/** Returns the sessions that may differ between two versions, as their pages say; null if only a listing can tell. */
export async function changedSince(old: WalPair, now: WalPair): Promise<ReadonlySet<string> | null> {
  const snapshot = await opened(now)
  try {
    const source = await historySource(memorySource(old.main), memorySource(old.wal))
    return await snapshot.changedSince(source, { old: noted(old.main), now: noted(now.main) })
  } finally {
    snapshot.close()
  }
}

/** Returns the sessions that do differ between two listings, in their fingerprints if nothing else matters. */
export function differing(old: Listed, now: Listed, inAll = true): string[] {
  const of = (listed: Listed, id: string) => (inAll ? listed.get(id) : listed.get(id)?.split('\n', 1)[0])
  return [...new Set([...old.keys(), ...now.keys()])].filter((id) => of(old, id) !== of(now, id))
}

export async function opened({ main, wal }: WalPair) {
  return openHistory(await loadSqlite(compileSqliteOnNode), memorySource(main), memorySource(wal))
}

function noted(bytes: Uint8Array): NotedChunks {
  const chunks = Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, chunk) =>
    bytes.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES),
  )
  return {
    chunkBytes: CHUNK_BYTES,
    names: chunks.map((chunk) => Buffer.from(chunk).toString('latin1')),
    notes: (chunk) => notePages(chunks[chunk] ?? new Uint8Array()),
  }
}

/** What some steps came to. */
export interface Done {
  steps: number
  /** Those whose sessions could be told from the pages. */
  compared: number
  changed: number
  named: number
}

/** Nothing yet. */
export const noneDone = (): Done => ({ steps: 0, compared: 0, changed: 0, named: 0 })

/**
 * Compares versions of a random history with the ones before them.
 * @param kept what comes of what a checkpoint keeps of pages, without the old version
 * @throws if a session was missed
 */
export async function checkSteps(random: Random, steps: number, done: Done, kept: Done): Promise<void> {
  const versions = changingHistory(random, steps)
  const listings = await Promise.all(versions.map(listed))
  const noted: (SessionPages | null)[] = []
  for (const [at, now] of versions.entries()) {
    // Mostly the one before; at times a much older one, or a newer one.
    const base = random.chance(0.8) ? at - 1 : random.int(0, steps - 1)
    const [old, before, after] = [versions[base], listings[base], listings[at]]
    const { changed: seen, pages } = await keptSince(noted[base] ?? null, now, after)
    noted.push(pages)
    if (old === undefined || before === undefined || after === undefined) continue
    const named = await changedSince(old, now)
    count(done, named, differing(before, after), `Step ${at} since ${base}`)
    if (noted[base])
      count(kept, seen, differing(before, after, false), `Step ${at} since what was kept of ${base}`)
  }
}

/** @throws if a session that changed was not named */
function count(
  done: Done,
  named: ReadonlySet<string> | null,
  changed: readonly string[],
  step: string,
): void {
  done.steps++
  if (named === null) return
  const missed = changed.filter((id) => !named.has(id))
  if (missed.length > 0) throw new Error(`${step}: ${missed.length} of ${changed.length} missed.`)
  done.compared++
  done.changed += changed.length
  done.named += named.size
}

/** Returns what a checkpoint keeps of the pages of a version, and what these tell has changed since another one. */
export async function keptSince(before: SessionPages | null, now: WalPair, listed?: Listed) {
  const snapshot = await opened(now)
  try {
    const seen = await snapshot.seenPages(before)
    if (seen === null) return { changed: null, pages: null }
    // As a scan does: what may have changed is looked at, which tells where it is named.
    if (seen.changed === null) await listSessions(snapshot)
    else for (const id of seen.changed) await snapshot.readSession(id)
    const ids = [...(listed?.keys() ?? [])]
    const numbers = new Map(ids.map((id, at) => [id, at]))
    const names = {
      count: ids.length,
      idOf: (session: number) => ids[session] ?? '',
      numberOf: (id: string) => numbers.get(id),
      // Each time the sessions have other numbers than before.
      since: () => undefined,
    }
    return { changed: seen.changed, pages: decodePages(encodePages(seen, names), names) }
  } finally {
    snapshot.close()
  }
}
