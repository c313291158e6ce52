import type { UploadProgress } from '../sync/chunks/upload-snapshot.ts'
import type { Machine } from './hermes-home.ts'
import { type BarLook, bytesDoneLine, ProgressBar, type ProgressStream, waitingLine } from './progress-bar.ts'

const WORDS: Readonly<Record<UploadProgress['phase'], string>> = {
  hashing: 'Reading',
  sending: 'Sending',
  committing: 'Checking',
}

/** Shows the progress of an upload; each phase has its own rate and time left. */
export class PushProgress {
  readonly #stream: ProgressStream
  #phase: UploadProgress['phase'] | null = null
  readonly #env: Machine['env']
  #bar: ProgressBar

  constructor(stream: ProgressStream, env: Machine['env']) {
    this.#stream = stream
    this.#env = env
    this.#bar = new ProgressBar(stream, env)
  }

  update(progress: UploadProgress): void {
    if (progress.phase !== this.#phase) {
      this.#phase = progress.phase
      this.erase()
      this.#bar = new ProgressBar(this.#stream, this.#env)
    }
    this.#bar.draw((seconds, look) => pushLine(progress, seconds, look))
  }

  /** Shows that it is waiting for the history. */
  wait(): void {
    this.erase()
    this.#bar.draw(waitingLine)
  }

  /** Clears the line. */
  erase(): void {
    this.#bar.erase()
  }
}

/** Returns a line that shows the progress of a phase after `seconds`, in megabytes. */
export function pushLine({ phase, done, total }: UploadProgress, seconds: number, look: BarLook): string {
  return bytesDoneLine({ word: WORDS[phase], done, total, isPaced: phase !== 'committing' }, seconds, look)
}
