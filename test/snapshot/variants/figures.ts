import type { SessionRecord } from '../../../src/engine/session-record.ts'
import type { SessionStats } from '../../../src/engine/types.ts'
import { scanHistory } from '../../../src/scan/scan-history.ts'
import { memorySource } from '../../../src/snapshot/byte-source.ts'
import { openHistory } from '../../../src/snapshot/history.ts'
import { compileSqliteOnNode } from '../../../src/snapshot/node.ts'
import { loadSqlite } from '../../../src/snapshot/sqlite.ts'

/** The results of scanning a history, by session id. */
export interface Figures {
  stats: SessionStats[]
  records: (SessionRecord | null)[]
}

/** More sessions than any history here has. */
const ALL = 1_000_000

/** Returns the results of a scan that reads the file in order, or that uses the index for each session. */
export async function figuresOf(
  bytes: Uint8Array,
  way: 'sweep' | 'index',
  wal: Uint8Array | null = null,
): Promise<Figures> {
  const sqlite = await loadSqlite(compileSqliteOnNode)
  const snapshot = await openHistory(sqlite, memorySource(bytes), wal && memorySource(wal))
  try {
    const { scanned } = await scanHistory(snapshot, {
      checkpoints: new Map(),
      limit: way === 'sweep' ? 0 : ALL,
      records: true,
      onProgress() {},
      nextTurn: async () => {},
    })
    const sorted = scanned.toSorted((a, b) => (a.stats.session_id < b.stats.session_id ? -1 : 1))
    return { stats: sorted.map(({ stats }) => stats), records: sorted.map(({ record }) => record) }
  } finally {
    snapshot.close()
  }
}
