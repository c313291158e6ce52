import type { WarningKind } from '../contract/warnings.ts'
import type { SessionAnalysis } from '../engine/session-analysis.ts'
import { factsOf } from '../sessions/session-record.ts'
import type { HermesSession, Snapshot } from '../snapshot/snapshot.ts'
import { analysesFor } from './analyses.ts'
import type { Checkpoint } from './checkpoint.ts'
import { fingerprintOf } from './fingerprint.ts'

/** The sessions of a snapshot. */
interface ListedSessions {
  /** The sessions that count, newest first. */
  sessions: HermesSession[]
  /** Ids of unreadable sessions: see `ListOptions.unreadable`. */
  unreadable: string[]
  /** See `ListOptions.lostPages`. */
  lostPages: number
}

/**
 * Returns every session of a snapshot; null if `enough` stopped it, in which case the next call continues.
 * @param records whether their records are needed
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
  const sessions: HermesSession[] = []
  const unreadable: string[] = []
  let lostPages = 0
  // A title hides the preview, so the preview is not read.
  const done = await snapshot.listSessions(
    (row) => {
      if (row.counts) sessions.push(row)
    },
    {
      previews: 'untitled',
      usage: records,
      unreadable: (id) => unreadable.push(id),
      lostPages(pages) {
        lostPages = pages
      },
      ...(enough && { enough }),
    },
  )
  return done ? { sessions, unreadable, lostPages } : null
}

/** Reads all messages of a session and returns its checkpoint, with its record if requested. */
export async function readSession(
  snapshot: Pick<Snapshot, 'readMessages' | 'takeWarnings'>,
  row: HermesSession,
  records: boolean,
): Promise<Checkpoint> {
  const analyses = analysesFor(records)
  const analysis = analyses.take()
  await snapshot.readMessages(row.id, (message) => analysis.message(message), { every: true })
  const checkpoint = checkpointOf(row, analysis, snapshot.takeWarnings(row.id))
  analyses.giveBack(analysis)
  return checkpoint
}

/** Returns the checkpoint of a fully analysed session. */
export function checkpointOf(
  row: HermesSession,
  analysis: SessionAnalysis,
  warnings: readonly WarningKind[],
): Checkpoint {
  const record = analysis.record(() => factsOf(row))
  const all = row.odd_times === undefined ? warnings : [...warnings, OF_TIMES[row.odd_times]]
  return {
    fingerprint: fingerprintOf(row),
    stats: analysis.finish(row),
    record,
    ...(all.length > 0 ? { warnings: all } : {}),
  }
}

const OF_TIMES = { milliseconds: 'time_in_milliseconds', none: 'time_unusable' } as const satisfies Record<
  NonNullable<HermesSession['odd_times']>,
  WarningKind
>
