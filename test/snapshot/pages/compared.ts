import { decodePages, encodePages } from '../../../src/cli/kept-pages.ts'
import { fingerprintOf } from '../../../src/scan/fingerprint.ts'
import { listSessions } from '../../../src/scan/slice.ts'
import { factsOf } from '../../../src/sessions/session-record.ts'
import { memorySource } from '../../../src/snapshot/byte-source.ts'
import { historySource, openHistory } from '../../../src/snapshot/history.ts'
import { compileSqliteOnNode } from '../../../src/snapshot/node.ts'
import type { NotedChunks } from '../../../src/snapshot/pages/noted-file.ts'
import { notePages } from '../../../src/snapshot/pages/page-notes.ts'
import type { SeenPages, SessionNames, SessionPages } from '../../../src/snapshot/snapshot.ts'
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
  const noted: (KeptVersion | null)[] = []
  for (const [at, now] of versions.entries()) {
    // Mostly the one before; at times a much older one, or a newer one.
    const base = random.chance(0.8) ? at - 1 : random.int(0, steps - 1)
    const [old, before, after] = [versions[base], listings[base], listings[at]]
    // At times a line is written anew for another reason.
    const isAsBefore = (id: string) => before?.get(id) === after?.get(id) && random.chance(0.98)
    const stays = random.chance(0.3) ? null : isAsBefore
    const { changed: seen, kept: noting } = await keptSince(noted[base] ?? null, now, after, stays)
    noted.push(noting)
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

/** What a checkpoint keeps of the pages of a version. */
export interface KeptVersion {
  pages: SessionPages
  file: KeptFile
}

/** The pages that a file was written with, and what was written beside them later. */
interface KeptFile {
  ids: readonly string[]
  pages: Uint8Array
  later: { ids: readonly string[]; gone: ReadonlySet<string>; pages: Uint8Array } | null
}

/**
 * Returns what a checkpoint keeps of the pages of a version, and what these tell has changed since another one.
 * @param stays whether a session’s line stays where it is in the file; null if all are written anew
 */
export async function keptSince(
  before: KeptVersion | null,
  now: WalPair,
  listed?: Listed,
  stays: ((id: string) => boolean) | null = null,
): Promise<{ changed: ReadonlySet<string> | null; kept: KeptVersion | null }> {
  const snapshot = await opened(now)
  try {
    const seen = await snapshot.seenPages(before?.pages ?? null)
    if (seen === null) return { changed: null, kept: null }
    // As a scan does: what may have changed is looked at, which tells where it is named.
    if (seen.changed === null) await listSessions(snapshot)
    else for (const id of seen.changed) await snapshot.readSession(id)
    const ids = [...(listed?.keys() ?? [])]
    const isBeside = stays !== null && before !== null && before.file.ids.length > 0 && seen.before !== null
    const file = isBeside ? besideFile(before.file, ids, seen, stays) : newFile(ids, seen)
    return { changed: seen.changed, kept: { file, pages: pagesIn(file) } }
  } finally {
    snapshot.close()
  }
}

function newFile(ids: readonly string[], seen: SeenPages): KeptFile {
  // Each time the sessions have other numbers than before.
  const places = { ...numbered(ids), beside: 0, allStay: false, since: () => undefined }
  return { ids, pages: encodePages(seen, places), later: null }
}

function besideFile(
  file: KeptFile,
  listed: readonly string[],
  seen: SeenPages,
  stays: (id: string) => boolean,
): KeptFile {
  const { ids } = file
  const there = new Set(listed)
  // What was written anew once does not come back.
  const wasGone = file.later?.gone ?? new Set()
  const gone = new Set(ids.filter((id) => wasGone.has(id) || !there.has(id) || !stays(id)))
  const later = listed.filter((id) => gone.has(id) || !ids.includes(id))
  const former = [...ids, ...(file.later?.ids ?? [])]
  const { count, numberOf } = numberedBeside(ids, gone, later)
  const places = {
    ...{ count, numberOf, beside: ids.length, allStay: gone.size === 0 },
    since: (number: number) => {
      if (number < ids.length) return gone.has(ids[number] ?? '') ? undefined : number
      const place = later.indexOf(former[number] ?? '')
      return place < 0 ? undefined : ids.length + place
    },
  }
  return { ...file, later: { ids: later, gone, pages: encodePages(seen, places) } }
}

function pagesIn({ ids, pages, later }: KeptFile): SessionPages {
  const names = later ? numberedBeside(ids, later.gone, later.ids) : numbered(ids)
  const found = decodePages(pages, names, later && { bytes: later.pages, own: ids.length })
  if (found === null) throw new Error('No pages were kept.')
  return found
}

function numberedBeside(ids: readonly string[], gone: ReadonlySet<string>, later: readonly string[]) {
  const { count, idOf } = numbered([...ids, ...later])
  const own = numbered(ids)
  const others = numbered(later)
  const numberOf = (id: string) => {
    const place = others.numberOf(id)
    if (place !== undefined) return ids.length + place
    return gone.has(id) ? undefined : own.numberOf(id)
  }
  return { count, idOf, numberOf }
}

function numbered(ids: readonly string[]): SessionNames {
  const numbers = new Map(ids.map((id, at) => [id, at]))
  return {
    count: ids.length,
    idOf: (session) => ids[session] ?? '',
    numberOf: (id) => numbers.get(id),
  }
}
