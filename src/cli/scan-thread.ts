import { once } from 'node:events'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { SnapshotPartReader } from '../scan/part-reader.ts'
import type { Progress } from '../scan/turns.ts'
import { readingVersion } from './history-on-disk.ts'
import type { ThreadReport, ThreadTask, ThreadWork } from './scan-threads.ts'

/** Reads the parts that the thread which started this one asks for, until that ends it. */
export async function workAsThread({ version, records }: ThreadWork, port = parentPort): Promise<void> {
  if (port === null) return
  await readingVersion(version, async (snapshot, nextTurn) => {
    const reader = new SnapshotPartReader(snapshot, records, nextTurn)
    report(port, { ready: true })
    for (;;) {
      const [task] = (await once(port, 'message')) as [ThreadTask]
      const progress = new SeldomProgress((progress) => report(port, { progress }))
      const result = await answer(reader, task, (now) => progress.note(now))
      progress.report()
      report(port, result)
    }
  })
}

/** The error stays here: whoever asked finds out what is wrong by reading the history as a whole. */
async function answer(
  reader: SnapshotPartReader,
  task: ThreadTask,
  onProgress: (progress: Progress) => void,
): Promise<ThreadReport> {
  try {
    if ('sweep' in task) return { swept: await reader.sweep(task.sweep, onProgress) }
    return { read: await reader.read(task.read, onProgress) }
  } catch {
    return { failed: true }
  }
}

/** How often progress is sent: it is shown to people. Unit: milliseconds. */
const PROGRESS_MILLISECONDS = 50

/** Sends progress now and then, and what it was in the end. */
class SeldomProgress {
  readonly #send: (progress: Progress) => void
  #last: Progress | null = null
  #sent = 0

  constructor(send: (progress: Progress) => void) {
    this.#send = send
  }

  note(progress: Progress): void {
    this.#last = progress
    if (performance.now() - this.#sent >= PROGRESS_MILLISECONDS) this.report()
  }

  report(): void {
    this.#sent = performance.now()
    if (this.#last !== null) this.#send(this.#last)
  }
}

function report(port: MessagePort, what: ThreadReport): void {
  port.postMessage(what)
}
