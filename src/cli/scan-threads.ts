import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Checkpoint } from '../scan/checkpoint.ts'
import type { PartReader, PartScan, SeenSession } from '../scan/part-reader.ts'
import type { Progress } from '../scan/turns.ts'
import type { SweepPart } from '../snapshot/snapshot.ts'
import type { HistoryVersion } from './history-on-disk.ts'
import { threadEntry } from './thread-entry.ts'

/** Smaller shares of a history are read before another thread has started. Unit: bytes. */
const BYTES_PER_THREAD = 96 * 1024 * 1024

/**
 * Starts threads to read a history together with this one.
 * @param wanted the number of threads, this one included; null for as many as there are cores, if its size is worth it
 */
export function startThreads(work: ThreadWork, wanted: number | null): ScanThread[] {
  const entry = threadEntry()
  if (entry === null) return []
  const worth = Math.min(availableParallelism(), Math.floor(work.version.bytes / BYTES_PER_THREAD))
  return Array.from({ length: Math.max(1, wanted ?? worth) - 1 }, () => new ScanThread(entry, work))
}

/** What a thread works on. */
export interface ThreadWork {
  version: HistoryVersion
  /** Whether to build the sessions' records. */
  records: boolean
}

/** What is asked of a thread, one thing at a time. */
export type ThreadTask = { sweep: SweepPart } | { read: readonly SeenSession[] }

/** What a thread says: once that it is ready; then of each task its progress and how it ended. */
export type ThreadReport =
  | { ready: true }
  | { progress: Progress }
  | { swept: PartScan }
  | { read: Map<string, Checkpoint> }
  | { failed: true }

interface Asked {
  onProgress(progress: Progress): void
  settle(report: ThreadReport | null): void
}

/** Reads parts of a history in a thread of its own. */
export class ScanThread implements PartReader {
  readonly ready: Promise<void>
  readonly #worker: Worker
  #asked: Asked | null = null
  #ended = false

  /** @param entry the URL of a module that calls `workAsThread` */
  constructor(entry: string, work: ThreadWork) {
    this.#worker = new Worker(new URL(entry), { workerData: { laurel: work } })
    this.ready = new Promise((resolve, reject) => {
      const gone = () => {
        this.#ended = true
        reject(new Error('A thread has ended.'))
        this.#asked?.settle(null)
      }
      this.#worker.on('message', (report: ThreadReport) => {
        if ('ready' in report) resolve()
        else if ('progress' in report) this.#asked?.onProgress(report.progress)
        else this.#asked?.settle(report)
      })
      this.#worker.on('error', gone)
      this.#worker.on('exit', gone)
    })
    // Whoever waits for it is told; if nobody does, it does not matter.
    this.ready.catch(() => {})
  }

  async sweep(part: SweepPart, onProgress: Asked['onProgress']): Promise<PartScan> {
    const report = await this.#ask({ sweep: part }, onProgress)
    if (report && 'swept' in report) return report.swept
    throw new Error('A thread has failed.')
  }

  async read(
    sessions: readonly SeenSession[],
    onProgress: Asked['onProgress'],
  ): Promise<Map<string, Checkpoint>> {
    const report = await this.#ask({ read: sessions }, onProgress)
    if (report && 'read' in report) return report.read
    throw new Error('A thread has failed.')
  }

  /** Ends the thread, whatever it is doing. */
  end(): void {
    this.#worker.terminate()
  }

  #ask(task: ThreadTask, onProgress: Asked['onProgress']): Promise<ThreadReport | null> {
    if (this.#ended) return Promise.resolve(null)
    return new Promise((settle) => {
      this.#asked = { onProgress, settle }
      this.#worker.postMessage(task)
    })
  }
}
