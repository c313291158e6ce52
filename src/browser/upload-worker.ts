/** Web worker that uploads a history: hashing would block the page. One worker per upload. */
import { SETTINGS } from '../config.ts'
import { LaurelError } from '../errors.ts'
import type { Message } from '../language/language.ts'
import { rolledBackFile } from '../snapshot/rolled-back-file.ts'
import { UploadApi } from '../sync/chunks/upload-api.ts'
import { uploadSnapshot } from '../sync/chunks/upload-snapshot.ts'
import { PassingFailure } from '../sync/retry.ts'
import type { KnownProblem, Problem } from './answer.ts'
import { chosenFile } from './chosen-file.ts'
import { problemIn } from './history-file.ts'
import { paths } from './paths.ts'
import { PauseGate } from './pause-gate.ts'
import type { UploadNews, UploadOrder } from './upload-messages.ts'

type BeginOrder = Extract<UploadOrder, { order: 'begin' }>

/** Browsers allow six connections to a server (HTTP/1.1): some are left for the page. */
const PARALLEL = 4

const RESUMES: Message = 'Choose the file again later: the upload resumes where it stopped.'
const FAILED: KnownProblem = { message: 'The upload failed.', hint: 'Reload the page and try again.' }

const gate = new PauseGate()
const leaving = new AbortController()

self.addEventListener('message', ({ data }: MessageEvent<UploadOrder>) => {
  if (data.order === 'begin') void send(data)
  else if (data.order === 'pause') {
    gate.shut()
    post({ news: 'paused' })
  } else gate.open()
  if (data.order === 'cancel') leaving.abort()
})

async function send({ handle, source, history }: BeginOrder): Promise<void> {
  const { main, wal, journal } = history
  const api = new UploadApi({ server: paths.root, handle, source })
  let uploadId: string | undefined
  try {
    const { receipt } = await uploadSnapshot(api, {
      history: {
        main: journal ? rolledBackFile(chosenFile(main), chosenFile(journal)) : chosenFile(main),
        wal: wal && chosenFile(wal),
      },
      chunkSize: SETTINGS.CHUNK_BYTES.value,
      parallel: PARALLEL,
      turn: () => gate.passed(),
      signal: leaving.signal,
      onBegin: (id) => {
        uploadId = id
      },
      onProgress: (progress) => post({ news: 'progress', progress }),
      onRetry: ({ message }) => post({ news: 'waiting', message }),
    })
    post({ news: 'taken', receipt })
  } catch (error) {
    if (!leaving.signal.aborted) return post({ news: 'refused', problem: problemOf(error) })
    // Chunks of a cancelled upload are deleted at once, not when it expires.
    if (uploadId !== undefined) await api.abandon(uploadId).catch(() => undefined)
    post({ news: 'cancelled' })
  }
}

function post(news: UploadNews): void {
  self.postMessage(news)
}

function problemOf(error: unknown): Problem {
  if (error instanceof LaurelError) return problemIn(error)
  if (error instanceof PassingFailure) {
    return { message: error.message, hint: RESUMES }
  }
  return FAILED
}
