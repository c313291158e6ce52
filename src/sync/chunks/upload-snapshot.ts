import type { SnapshotReceipt } from '../../contract/snapshots.ts'
import type { BeginUpload } from '../../contract/uploads.ts'
import { LaurelError } from '../../errors.ts'
import { type PassingFailure, type RetryPolicy, type Wait, withRetries } from '../retry.ts'
import {
  type Chunk,
  HistoryChanged,
  type HistoryFiles,
  HistoryReader,
  historyBusy,
} from './history-reader.ts'
import type { UploadApi } from './upload-api.ts'

/** What is done in a phase, and its total. Unit: bytes. */
export interface UploadProgress {
  phase: 'hashing' | 'sending' | 'committing'
  done: number
  total: number
}

export interface Amount {
  chunks: number
  bytes: number
}

export interface UploadOptions {
  history: HistoryFiles
  /** Bytes; the server accepts only one size. */
  chunkSize: number
  /** Number of chunks sent in parallel. */
  parallel: number
  onProgress?: (progress: UploadProgress) => void
  /** Called whenever it waits because the history is being written to. */
  onBusy?: () => void
  /** Called for each failure before the retry. */
  onRetry?: (failure: PassingFailure) => void
  /** Called with the name of each upload that begins. */
  onBegin?: (uploadId: string) => void
  /** Awaited before each chunk is hashed, sent or sent again: delaying it pauses the upload. */
  turn?: () => Promise<void>
  signal?: AbortSignal
  retries?: RetryPolicy
  pause?: Wait
}

export interface UploadedSnapshot {
  receipt: SnapshotReceipt
  /** What was sent, and the total of the history. */
  sent: Amount
  total: Amount
}

export interface MissingParts {
  missing: Amount
  total: Amount
}

/** Number of times that an upload is begun before giving up. Each attempt sends what the earlier ones did not. */
const BEGINNINGS_MAX = 20

/**
 * Sends a history as chunks: only those that the server lacks, several in parallel. If interrupted at any point, it can
 * be called again, and sends nothing that has arrived. If the history changes meanwhile, it is read again; if the
 * server has dropped the upload, it begins another.
 * @throws LaurelError the server's error; `history_busy` if the files never stay unchanged for long enough;
 * PassingFailure if the server can't be reached for long; the signal's reason
 */
export async function uploadSnapshot(api: UploadApi, options: UploadOptions): Promise<UploadedSnapshot> {
  const { signal, onProgress } = options
  const reader = readerOf(options)
  const sent: Amount = { chunks: 0, bytes: 0 }
  try {
    for (let beginning = 1; ; beginning++) {
      const manifest = await reader.manifest()
      const { upload_id, missing } = await retrying(options, () => api.begin(manifest, signal))
      options.onBegin?.(upload_id)
      try {
        await send(api, upload_id, reader.chunks(missing), options, sent)
        const { bytes } = amountOf(manifest)
        onProgress?.({ phase: 'committing', done: bytes, total: bytes })
        const receipt = await retrying(options, () => api.commit(upload_id, signal))
        return { receipt, sent, total: amountOf(manifest) }
      } catch (error) {
        if (!asksForAnother(error)) throw error
        if (beginning >= BEGINNINGS_MAX) throw error instanceof HistoryChanged ? historyBusy() : error
      }
    }
  } finally {
    reader.close()
  }
}

/**
 * Returns what an upload would send. Begins the upload to find out, which tells the server only sizes and hashes. Does
 * not abandon it: it may be an interrupted one, whose chunks would be deleted. It is resumed by sending, or expires.
 * @throws as `uploadSnapshot`
 */
export async function missingParts(api: UploadApi, options: UploadOptions): Promise<MissingParts> {
  const { signal } = options
  const reader = readerOf(options)
  try {
    const manifest = await reader.manifest()
    const { missing } = await retrying(options, () => api.begin(manifest, signal))
    return { missing: sumOf(reader.chunks(missing)), total: amountOf(manifest) }
  } finally {
    reader.close()
  }
}

function readerOf({
  history,
  chunkSize,
  onProgress,
  onBusy,
  turn,
  signal,
  pause,
}: UploadOptions): HistoryReader {
  return new HistoryReader(history, {
    chunkSize,
    onHashed: (done, total) => onProgress?.({ phase: 'hashing', done, total }),
    ...(onBusy && { onBusy }),
    ...(turn && { turn }),
    ...(signal && { signal }),
    ...(pause && { pause }),
  })
}

function retrying<T>(
  { retries, onRetry, pause, signal: outer }: UploadOptions,
  work: () => Promise<T>,
  signal = outer,
): Promise<T> {
  return withRetries(work, {
    ...(retries && { policy: retries }),
    ...(onRetry && { onRetry }),
    ...(pause && { pause }),
    ...(signal && { signal }),
  })
}

/** Whether beginning again may help: with the files as they are now, or with an upload that replaces a lost one. */
function asksForAnother(error: unknown): boolean {
  if (error instanceof HistoryChanged) return true
  return (
    error instanceof LaurelError && (error.code === 'upload_not_found' || error.code === 'chunks_missing')
  )
}

/** Sends the chunks and adds to `sent`. After it throws, nothing more is read or sent. */
async function send(
  api: UploadApi,
  uploadId: string,
  chunks: readonly Chunk[],
  options: UploadOptions,
  sent: Amount,
): Promise<void> {
  const { parallel, onProgress, turn } = options
  const { bytes: total } = sumOf(chunks)
  let done = 0
  onProgress?.({ phase: 'sending', done, total })
  const stopped = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stopped.signal]) : stopped.signal
  const queue = [...chunks]
  const lane = async () => {
    for (let chunk = queue.shift(); chunk; chunk = queue.shift()) {
      signal.throwIfAborted()
      const { sha256, size } = chunk
      // The chunk must match the announcement: the file may have been written to since.
      const bytes = await chunk.read()
      const put = async () => {
        // Right before each request, a repeated one too: nothing is sent once it is paused.
        await turn?.()
        signal.throwIfAborted()
        return api.put(uploadId, sha256, bytes, signal)
      }
      await retrying(options, put, signal)
      sent.chunks += 1
      sent.bytes += size
      done += size
      onProgress?.({ phase: 'sending', done, total })
    }
  }
  const lanes = Array.from({ length: Math.min(parallel, chunks.length) }, lane)
  try {
    await Promise.all(lanes)
  } catch (error) {
    queue.length = 0
    // If another attempt follows, let pending requests arrive instead of sending them again.
    if (!asksForAnother(error)) stopped.abort(error)
    await Promise.allSettled(lanes)
    throw error
  }
}

function amountOf({ main, wal }: BeginUpload): Amount {
  const files = wal ? [main, wal] : [main]
  return {
    chunks: files.reduce((sum, { chunks }) => sum + chunks.length, 0),
    bytes: files.reduce((sum, { size }) => sum + size, 0),
  }
}

function sumOf(chunks: readonly Chunk[]): Amount {
  return { chunks: chunks.length, bytes: chunks.reduce((sum, { size }) => sum + size, 0) }
}
