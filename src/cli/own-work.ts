import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadWork } from './scan-threads.ts'

/** Returns what this thread was started for; null if it is the program itself. */
export function ownWork(): ThreadWork | null {
  return parentPort === null ? null : ((workerData as { laurel?: ThreadWork } | null)?.laurel ?? null)
}
