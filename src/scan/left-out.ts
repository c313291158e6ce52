import { LaurelError } from '../errors.ts'
import { decodeStats } from './checkpoint.ts'
import type { RunningScan } from './state.ts'
import type { ScanSource, ScanStore } from './store.ts'

/** Whether an error means that the history is damaged at the place read, so that the rest may still be readable. */
export function isDamage(error: unknown): boolean {
  return error instanceof LaurelError && error.code === 'snapshot_corrupt'
}

/** Returns the result of `read`, or null if what it reads is damaged. */
export async function unlessDamaged<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (isDamage(error)) return null
    throw error
  }
}

/** Returns the error for a history without a readable session. */
export function nothingReadable(): LaurelError {
  return new LaurelError('snapshot_corrupt', 'This history is damaged: none of its sessions can be read.', {
    hint: 'Choose another copy of it, such as a backup.',
  })
}

/** @throws LaurelError `snapshot_corrupt` if no message of a damaged history could be read */
export function checkReadable(store: ScanStore): void {
  const longest = store.greatestCheckpoint('message_count')
  const anyRead = longest !== null && decodeStats(longest).message_count > 0
  const isLost = ({ name, pinned }: ScanSource) =>
    pinned !== null &&
    store.warnedIds(name).some((id) => store.checkpoint(name, id) === null) &&
    (!anyRead || store.checkpointCount(name) === 0)
  if (store.sources().some(isLost)) throw nothingReadable()
}

/** Recomputes progress: sessions of a damaged source may have been read twice, so all now count as read. */
export function countedAnew(store: ScanStore, running: RunningScan): RunningScan {
  const total = store.checkpointCount()
  return { ...running, sessions_total: total, sessions_rescanned: total, sessions_reused: 0 }
}
