import type { UploadProgress } from '../sync/chunks/upload-snapshot.ts'
import type { Answer, KnownProblem } from './answer.ts'
import type { ChosenHistory } from './history-file.ts'
import { paths } from './paths.ts'
import type { UploadNews, UploadOrder } from './upload-messages.ts'

/** URL of upload-worker.ts in the build. */
const WORKER = paths.asset('upload-worker.js')

const NOT_STARTED: KnownProblem = {
  message: 'The upload could not be started.',
  hint: 'Reload the page and try again.',
}

export interface UploadListener {
  onProgress(progress: UploadProgress): void
  /** Waiting to retry after a failure. */
  onWaiting(message: string): void
  /** The worker has acknowledged the pause. */
  onPaused(): void
}

/** A running upload. */
export interface Upload {
  /** Resolves to the server's receipt, or a problem; null if cancelled. Never rejects. */
  answer: Promise<Answer | null>
  pause(): void
  resume(): void
  cancel(): void
}

/** The destination: a profile, and one of its histories. */
export interface Destination {
  handle: string
  source: string
}

/** Uploads a history in a worker. */
export function upload(to: Destination, history: ChosenHistory, listener: UploadListener): Upload {
  const worker = new Worker(WORKER, { type: 'module' })
  const order = (what: UploadOrder) => worker.postMessage(what)
  const answer = new Promise<Answer | null>((resolve) => {
    worker.addEventListener('error', () => resolve({ ok: false, problem: NOT_STARTED }))
    worker.addEventListener('message', ({ data }: MessageEvent<UploadNews>) => {
      if (data.news === 'progress') listener.onProgress(data.progress)
      else if (data.news === 'waiting') listener.onWaiting(data.message)
      else if (data.news === 'paused') listener.onPaused()
      else if (data.news === 'taken') resolve({ ok: true, body: { ...data.receipt } })
      else if (data.news === 'refused') resolve({ ok: false, problem: data.problem })
      else resolve(null)
    })
  })
  order({ order: 'begin', ...to, history })
  return {
    answer: answer.finally(() => worker.terminate()),
    pause: () => order({ order: 'pause' }),
    resume: () => order({ order: 'resume' }),
    cancel: () => order({ order: 'cancel' }),
  }
}
