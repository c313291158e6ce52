import type { Content, Message } from '../engine/types.ts'
import { Utf8Text } from '../engine/utf8-text.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { Budget } from './source-reading.ts'

/** Progress of a scan. */
export interface Progress {
  done: number
  total: number
  reused: number
  /** Text read so far. Unit: bytes of UTF-8. */
  textBytes: number
}

/** Receives a scan's progress, and runs other work in between. */
export interface TurnTaker {
  onProgress(progress: Progress): void
  nextTurn(): Promise<void>
}

/** Time after which signals and timers are handled. Unit: milliseconds. */
const TURN_MILLISECONDS = 50
/** The clock is checked once every this many messages. */
const MESSAGES_PER_LOOK = 16

/** Makes a scan yield to the event loop regularly, and counts what it has read. */
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

  /** Corrects the progress: something counted as a session, or as complete, was not. */
  recount(done: number, total: number): void {
    this.progress.done = done
    this.progress.total = total
    this.#taker.onProgress(this.progress)
  }

  /** Yields to the event loop. */
  async next(): Promise<void> {
    await this.#taker.nextTurn()
    this.#ends = performance.now() + TURN_MILLISECONDS
    this.#spent = false
  }

  /** Returns the snapshot, counting the messages read from it. */
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
