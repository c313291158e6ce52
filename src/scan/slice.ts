import type { WarningKind } from '../contract/warnings.ts'
import type { SessionAnalysis } from '../engine/session-analysis.ts'
import type { SessionHead } from '../engine/types.ts'
import type { SessionRow, Snapshot } from '../snapshot/snapshot.ts'
import { analysesFor } from './analyses.ts'
import type { Checkpoint } from './checkpoint.ts'
import { fingerprintOf } from './fingerprint.ts'
import { recordOf } from './session-record.ts'

/** A session as the listing of a snapshot gives it. */
export interface ListedSession {
  row: SessionRow
  head: SessionHead
  fingerprint: string
}

/** The sessions of a snapshot. */
export interface ListedSessions {
  /** Those that count, newest first. */
  sessions: ListedSession[]
  /** Ids of those that can't be read: see `ListOptions.unreadable`. */
  unreadable: string[]
}

/**
 * Every session of a snapshot; null when `enough` stopped it: the next call goes on. `records`: whether their
 * records are wanted.
 */
export async function listSessions(
  snapshot: Pick<Snapshot, 'listSessions'>,
  enough: () => boolean,
  records?: boolean,
): Promise<ListedSessions | null>
export async function listSessions(
  snapshot: Pick<Snapshot, 'listSessions'>,
  enough?: null,
  records?: boolean,
): Promise<ListedSessions>
export async function listSessions(
  snapshot: Pick<Snapshot, 'listSessions'>,
  enough: (() => boolean) | null = null,
  records = true,
): Promise<ListedSessions | null> {
  const sessions: ListedSession[] = []
  const unreadable: string[] = []
  // A title hides the preview: what would have to be read for it is spared.
  const done = await snapshot.listSessions(
    (row) => {
      if (row.counts) sessions.push({ row, head: headOf(row), fingerprint: fingerprintOf(row) })
    },
    {
      previews: 'untitled',
      usage: records,
      unreadable: (id) => unreadable.push(id),
      ...(enough && { enough }),
    },
  )
  return done ? { sessions, unreadable } : null
}

/** Reads all messages of a session and answers what is kept of it, with its record where that is wanted. */
export async function readSession(
  snapshot: Pick<Snapshot, 'readMessages' | 'takeWarnings'>,
  { row }: Pick<ListedSession, 'row'>,
  records: boolean,
): Promise<Checkpoint> {
  const analyses = analysesFor(records)
  const analysis = analyses.take()
  await snapshot.readMessages(row.id, (message) => analysis.message(message), { every: true })
  const checkpoint = checkpointOf(row, analysis, snapshot.takeWarnings(row.id))
  analyses.giveBack(analysis)
  return checkpoint
}

/** What is kept of a session all of whose messages were analysed. */
export function checkpointOf(
  row: SessionRow,
  analysis: SessionAnalysis,
  warnings: readonly WarningKind[],
): Checkpoint {
  const head = headOf(row)
  const uses = analysis.uses()
  const all = row.oddTimes === undefined ? warnings : [...warnings, OF_TIMES[row.oddTimes]]
  return {
    fingerprint: fingerprintOf(row),
    stats: analysis.finish(head),
    record: uses && recordOf(row, uses),
    ...(all.length > 0 ? { warnings: all } : {}),
  }
}

const OF_TIMES = { milliseconds: 'time_in_milliseconds', none: 'time_unusable' } as const satisfies Record<
  NonNullable<SessionRow['oddTimes']>,
  WarningKind
>

/** As much of a session's row as its figures need. */
export function headOf({ id, source, model, displayTitle, startedAt, lastActive }: SessionRow): SessionHead {
  return { id, source, model, title: displayTitle, startedAt, lastActive }
}
