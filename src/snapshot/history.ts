import { LaurelError } from '../errors.ts'
import { type ByteSource, whenAtHand } from './byte-source.ts'
import type { Counting } from './counting.ts'
import { checkHeader } from './header.ts'
import { openSnapshot, type Snapshot, type SnapshotLimits } from './snapshot.ts'
import type { Sqlite } from './sqlite.ts'
import { readWal } from './wal.ts'
import { WalOverlay } from './wal-overlay.ts'

/**
 * Opens a history as its agent would find it: a state.db with what is committed in the write-ahead log beside it.
 * @param sqlite not discarded: see `loadSqlite`
 * @param wal the bytes of `state.db-wal`, null when there is none
 * @param limits as `openSnapshot` takes them
 * @param counting which sessions and messages count
 * @throws what `openSnapshot` and `historySource` throw
 */
export async function openHistory(
  sqlite: Sqlite,
  main: ByteSource,
  wal: ByteSource | null,
  limits: Partial<SnapshotLimits> = {},
  counting: Counting = 'lived',
): Promise<Snapshot> {
  // What others close meanwhile must not take the instance away.
  sqlite.enter()
  try {
    return await openSnapshot(sqlite, await historySource(main, wal), limits, counting)
  } finally {
    sqlite.leave()
  }
}

/**
 * The bytes of a state.db with what is committed in the write-ahead log beside it: the main file itself when
 * nothing is.
 * @throws LaurelError as `checkHeader` and `readWal`; `snapshot_corrupt` when the two don't belong together
 * @throws MissingBytes when a source cannot fetch
 */
export async function historySource(main: ByteSource, wal: ByteSource | null): Promise<ByteSource> {
  const index = wal === null ? null : await readWal(wal)
  if (wal === null || index === null) return main
  const source = new WalOverlay(main, wal, index)
  const { pageBytes } = await whenAtHand(source, () => checkHeader(source))
  if (pageBytes === index.pageSize) return source
  throw new LaurelError('snapshot_corrupt', 'The -wal beside this history belongs to another one.', {
    hint: 'Make a copy with “sqlite3 state.db ".backup copy.db"”, and take that.',
  })
}
