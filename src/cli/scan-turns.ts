import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Content, Message } from '../engine/types.ts'
import { Utf8Text } from '../engine/utf8-text.ts'
import type { Budget } from '../scan/source-reading.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'

/** How far a scan is. */
export interface Progress {
  done: number
  total: number
  reused: number
  /** Text read so far, as UTF-8. */
  textBytes: number
}

/** After this long signals and timers get a turn. Unit: milliseconds. */
const TURN_MILLISECONDS = 50
/** The clock is looked at once in so many messages. */
const MESSAGES_PER_LOOK = 16

/** Cuts a scan into turns, and keeps count of what it has read. */
export class Turns implements Budget {
  readonly progress: Progress
  readonly #onProgress: (progress: Progress) => void
  #ends = performance.now() + TURN_MILLISECONDS
  #messages = 0
  #spent = false

  constructor(total: number, onProgress: (progress: Progress) => void) {
    this.progress = { done: 0, total, reused: 0, textBytes: 0 }
    this.#onProgress = onProgress
    onProgress(this.progress)
  }

  get spent(): boolean {
    return this.#spent
  }

  message({ content, toolCalls }: Message): void {
    this.progress.textBytes += bytesOf(content) + bytesOf(toolCalls)
    if (++this.#messages % MESSAGES_PER_LOOK === 0) this.#look()
  }

  session(): void {
    this.progress.done++
    this.#onProgress(this.progress)
    this.#look()
  }

  /** Gives everything else a turn. */
  async next(): Promise<void> {
    await nextTurn()
    this.#ends = performance.now() + TURN_MILLISECONDS
    this.#spent = false
  }

  /** The snapshot, with the messages that are read from it counted. */
  reading(snapshot: Pick<Snapshot, 'readMessages'>): Pick<Snapshot, 'readMessages'> {
    return {
      readMessages: (sessionId, visit, options) => {
        const counting = (message: Parameters<typeof visit>[0]) => {
          this.message(message)
          visit(message)
        }
        return snapshot.readMessages(sessionId, counting, options)
      },
    }
  }

  #look(): void {
    this.#spent = performance.now() >= this.#ends
  }
}

function bytesOf(value: Content): number {
  if (value instanceof Utf8Text) return value.byteLength
  return typeof value === 'string' ? Buffer.byteLength(value) : 0
}
