import { LaurelError } from '../errors.ts'
import { decodeStats } from './checkpoint.ts'
import type { RunningScan } from './state.ts'
import type { ScanSource, ScanStore } from './store.ts'

/** Whether an error says that the history is damaged where it was read: the rest of it may be read all the same. */
export function isDamage(error: unknown): boolean {
  return error instanceof LaurelError && error.code === 'snapshot_corrupt'
}

/** What `read` gives, or null when what it reads is damaged. */
export async function unlessDamaged<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (isDamage(error)) return null
    throw error
  }
}

/** The error of a history of which no session can be read. */
export function nothingReadable(): LaurelError {
  return new LaurelError('snapshot_corrupt', 'This history is damaged: none of its sessions can be read.', {
    hint: 'Choose another copy of it, as from a backup.',
  })
}

/** @throws LaurelError `snapshot_corrupt` when no message of a damaged history could be read */
export function checkReadable(store: ScanStore): void {
  const most = store.greatestCheckpoint('message_count')
  const anyRead = most !== null && decodeStats(most).message_count > 0
  const isLost = ({ name, pinned }: ScanSource) =>
    pinned !== null &&
    store.warnedIds(name).some((id) => store.checkpoint(name, id) === null) &&
    (!anyRead || store.checkpointCount(name) === 0)
  if (store.sources().some(isLost)) throw nothingReadable()
}

/** Of a damaged source some sessions were read twice: all count as read now. */
export function countedAnew(store: ScanStore, running: RunningScan): RunningScan {
  const total = store.checkpointCount()
  return { ...running, sessions_total: total, sessions_rescanned: total, sessions_reused: 0 }
}
