import type { Content, Message } from '../engine/types.ts'
import { Utf8Text } from '../engine/utf8-text.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { Budget } from './source-reading.ts'

/** How far a scan is. */
export interface Progress {
  done: number
  total: number
  reused: number
  /** Text read so far, as UTF-8. */
  textBytes: number
}

/** Who is told of a scan's progress, and gets turns in between. */
export interface TurnTaker {
  onProgress(progress: Progress): void
  nextTurn(): Promise<void>
}

/** After this long signals and timers get a turn. Unit: milliseconds. */
const TURN_MILLISECONDS = 50
/** The clock is looked at once in so many messages. */
const MESSAGES_PER_LOOK = 16

/** Cuts a scan into turns, and keeps count of what it has read. */
export class Turns implements Budget {
  readonly progress: Progress
  readonly #taker: TurnTaker
  #ends = performance.now() + TURN_MILLISECONDS
  #messages = 0
  #spent = false

  constructor(total: number, taker: TurnTaker) {
    this.progress = { done: 0, total, reused: 0, textBytes: 0 }
    this.#taker = taker
    taker.onProgress(this.progress)
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
    this.#taker.onProgress(this.progress)
    this.#look()
  }

  /** Corrects how far the scan is: what was taken for a session, or for read to its end, may not have been. */
  recount(done: number, total: number): void {
    this.progress.done = done
    this.progress.total = total
    this.#taker.onProgress(this.progress)
  }

  /** Gives everything else a turn. */
  async next(): Promise<void> {
    await this.#taker.nextTurn()
    this.#ends = performance.now() + TURN_MILLISECONDS
    this.#spent = false
  }

  /** The snapshot, with the messages that are read from it counted. */
  reading(
    snapshot: Pick<Snapshot, 'readMessages' | 'takeWarnings'>,
  ): Pick<Snapshot, 'readMessages' | 'takeWarnings'> {
    return {
      takeWarnings: (sessionId) => snapshot.takeWarnings(sessionId),
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
  return typeof value === 'string' ? new TextEncoder().encode(value).byteLength : 0
}
