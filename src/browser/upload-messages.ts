import type { SnapshotReceipt } from '../contract/snapshots.ts'
import type { UploadProgress } from '../sync/chunks/upload-snapshot.ts'
import type { Problem } from './answer.ts'
import type { ChosenHistory } from './history-file.ts'

/** Requests to the upload worker. `begin` comes first, once. */
export type UploadOrder =
  | { order: 'begin'; handle: string; source: string; history: ChosenHistory }
  | { order: 'pause' }
  | { order: 'resume' }
  | { order: 'cancel' }

/** Responses of the worker; `paused`: nothing more is sent until it resumes. The last three are final. */
export type UploadNews =
  | { news: 'progress'; progress: UploadProgress }
  | { news: 'waiting'; message: string }
  | { news: 'paused' }
  | { news: 'taken'; receipt: SnapshotReceipt }
  | { news: 'refused'; problem: Problem }
  | { news: 'cancelled' }
