import { LaurelError } from '../errors.ts'
import { CHOOSE_WAL_TOO } from './advice.ts'
import { type ByteSource, whenAtHand } from './byte-source.ts'
import type { Counting } from './counting.ts'
import { checkHeader, isInWalMode, pageSizeIn } from './header.ts'
import { openSnapshot, type Snapshot, type SnapshotLimits } from './snapshot.ts'
import type { Sqlite } from './sqlite.ts'
import { readWal, type WalIndex, walMismatch } from './wal.ts'
import { WalOverlay } from './wal-overlay.ts'

/** The errors of a database that lacks what its write-ahead log would add. */
const WITHOUT_LOG: ReadonlySet<string> = new Set([
  'no_sessions_table',
  'no_messages_table',
  'missing_columns',
])

export interface History extends Snapshot {
  /** Whether the agent keeps a write-ahead log but none was given: the latest changes may be missing. */
  readonly lacksLog: boolean
  /** What its write-ahead log changes; null if nothing. With it, others can open this version: see `openVersion`. */
  readonly log: WalIndex | null
}

/**
 * Opens a history as its agent would see it: a state.db with the committed content of the write-ahead log beside it.
 * @param sqlite must not be discarded: see `loadSqlite`
 * @param main if there is a rollback journal, as returned by `rolledBack`
 * @param wal the bytes of `state.db-wal`; null if there is no such file
 * @param limits as `openSnapshot` takes them
 * @param counting which sessions and messages count
 * @throws what `openSnapshot` and `historySource` throw; LaurelError `wal_missing` for tables that only a log can bring
 */
export async function openHistory(
  sqlite: Sqlite,
  main: ByteSource,
  wal: ByteSource | null,
  limits: Partial<SnapshotLimits> = {},
  counting: Counting = 'lived',
): Promise<History> {
  // Other snapshots that close meanwhile must not discard the instance.
  sqlite.enter()
  try {
    const source = await historySource(main, wal)
    try {
      const snapshot = await openSnapshot(sqlite, source, limits, counting)
      const log = source instanceof WalOverlay ? source.index : null
      return Object.assign(snapshot, { lacksLog: wal === null && (await isInWalMode(main)), log })
    } catch (error) {
      const lacking = error instanceof LaurelError && WITHOUT_LOG.has(error.code) && source === main
      throw lacking && (await isInWalMode(main)) ? walMissing(error) : error
    }
  } finally {
    sqlite.leave()
  }
}

/**
 * Opens a version of a history that is open already, by the `log` of that.
 * @throws as `openSnapshot`; LaurelError `snapshot_replaced` if its log was restarted
 */
export function openVersion(
  sqlite: Sqlite,
  files: { main: ByteSource; wal: ByteSource | null },
  log: WalIndex | null,
  counting: Counting,
): Promise<Snapshot> {
  const source = files.wal && log ? new WalOverlay(files.main, files.wal, log) : files.main
  return openSnapshot(sqlite, source, {}, counting)
}

/**
 * Returns the bytes of a state.db with the committed content of its write-ahead log: the main file itself if nothing is
 * committed there.
 * @throws LaurelError as `checkHeader` and `readWal`; `wal_mismatch` if the two don't belong together
 * @throws MissingBytes if a source cannot fetch
 */
export async function historySource(main: ByteSource, wal: ByteSource | null): Promise<ByteSource> {
  // SQLite takes the log of an empty file for a leftover, and deletes it.
  const index = wal === null || main.size === 0 ? null : await readWal(wal)
  if (wal === null || index === null) return main
  // The log may have got frames since its beginning was read.
  wal.refresh?.()
  const source = new WalOverlay(main, wal, index)
  if ((await pageSizeIn(source)) !== index.pageSize) throw walMismatch()
  await whenAtHand(source, () => checkHeader(source))
  return source
}

function walMissing(cause: LaurelError): LaurelError {
  return new LaurelError('wal_missing', 'The newest part of this history is in a -wal that is missing.', {
    hint: CHOOSE_WAL_TOO,
    cause,
  })
}
