import type { UploadProgress } from '../sync/chunks/upload-snapshot.ts'
import { megabytes } from './figures.ts'
import type { Machine } from './hermes-home.ts'
import {
  type BarLook,
  barLine,
  ProgressBar,
  type ProgressStream,
  SETTLED_SECONDS,
  waitingLine,
} from './progress-bar.ts'

const WORDS: Readonly<Record<UploadProgress['phase'], string>> = {
  hashing: 'Reading',
  sending: 'Sending',
  committing: 'Checking',
}

/** Shows how far an upload is, each phase with a rate and a time of its own. */
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

  /** Shows that the history is waited for. */
  wait(): void {
    this.erase()
    this.#bar.draw(waitingLine)
  }

  /** Leaves the line as if nothing had been drawn. */
  erase(): void {
    this.#bar.erase()
  }
}

/** One line that tells how far a phase is after so many seconds, in megabytes. */
export function pushLine({ phase, done, total }: UploadProgress, seconds: number, look: BarLook): string {
  const isPaced = seconds >= SETTLED_SECONDS && done > 0 && phase !== 'committing'
  return barLine(
    {
      share: total === 0 ? 1 : done / total,
      amount: `${WORDS[phase]} ${megabytes(done)} / ${megabytes(total)}`,
      pace: isPaced
        ? { rate: `${megabytes(done / seconds)}/s`, secondsLeft: ((total - done) * seconds) / done }
        : null,
    },
    look,
  )
}
