import type { ProfileStore } from './profile-store.ts'
import { renamedPart, sourceOfPart } from './source-parts.ts'

/** Changes of whole sources, each part of them wherever it is referenced. Call them within a transaction. */

/** Renames a source. A running scan does not notice. */
export function renameSource(store: ProfileStore, from: string, to: string): void {
  for (const part of store.sourceTable.partsOf(to)) store.reports.removeSource(part)
  store.uploads.rename(from, to)
  store.pulls.rename(from, to)
  for (const part of store.sourceTable.partsOf(from)) {
    const renamed = renamedPart(part, to)
    renamePart(store, part, renamed)
    store.reports.rename(part, renamed)
  }
}

/**
 * Removes a source with its figures, uploads, pull and reports, and all stories, which may tell of it; its chunks are
 * collected later. Unlocks stay.
 */
export function removeSource(store: ProfileStore, name: string): void {
  store.uploads.removeSource(name)
  store.pulls.remove(name)
  store.stories.clear()
  for (const part of store.sourceTable.partsOf(name)) removePart(store, part)
  store.chunks.collectBy(0)
}

export interface AcceptedReport {
  digest: string
  engineVersion: number
  /** The report adds to what the part has. */
  base: boolean
  /** Parts of the same source that this one continues. */
  continued: readonly string[]
}

/**
 * Makes an open report's staged sessions the part's latest version, merged into the previous one or replacing it and
 * the parts that it continues. A stored history of these is dropped.
 */
export function acceptReport(store: ProfileStore, part: string, report: AcceptedReport, now: number): void {
  const [first, ...others] = report.continued
  if (first !== undefined) {
    store.reports.removeSource(first)
    renamePart(store, first, part)
  }
  for (const other of others) removePart(store, other)
  store.reportedSessions.commit(part, report.base)
  store.sourceTable.replaceByReport(part, report, now)
  store.chunks.collectBy(now)
}

/** Returns the parts that machines have reported and of which an upload to the same source has all sessions. */
export function partsWithin(store: ProfileStore, upload: string): string[] {
  return store.sourceTable
    .all()
    .filter(({ name, kind, pending }) => {
      const isBeside = name !== upload && sourceOfPart(name) === sourceOfPart(upload)
      return isBeside && kind === 'self-reported' && !pending && store.checkpoints.isWithin(name, upload)
    })
    .map(({ name }) => name)
}

/** Removes a part of a source with its figures and reports. */
export function removePart(store: ProfileStore, part: string): void {
  store.sourceTable.remove(part)
  store.checkpoints.removeSource(part)
  store.records.removeHistory(part)
  store.reports.removeSource(part)
  store.reportedSessions.removeSource(part)
  store.warningTable.removeSource(part)
  store.dropAggregate()
}

function renamePart(store: ProfileStore, from: string, to: string): void {
  store.sourceTable.rename(from, to)
  store.checkpoints.rename(from, to)
  store.records.rename(from, to)
  store.reportedSessions.rename(from, to)
  store.warningTable.rename(from, to)
}
