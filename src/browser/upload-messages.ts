import type { SnapshotReceipt } from '../contract/snapshots.ts'
import type { UploadProgress } from '../sync/chunks/upload-snapshot.ts'
import type { Problem } from './answer.ts'
import type { ChosenHistory } from './history-file.ts'

/** What a page tells its upload worker. `begin` comes first, and once. */
export type UploadOrder =
  | { order: 'begin'; handle: string; source: string; history: ChosenHistory }
  | { order: 'pause' }
  | { order: 'resume' }
  | { order: 'cancel' }

/** What the worker tells the page. The last three are its last words. */
export type UploadNews =
  | { news: 'progress'; progress: UploadProgress }
  | { news: 'waiting'; message: string }
  | { news: 'taken'; receipt: SnapshotReceipt }
  | { news: 'refused'; problem: Problem }
  | { news: 'cancelled' }
