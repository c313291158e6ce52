import { PassingFailure } from '../sync/retry.ts'
import { failureText } from './explain.ts'

/** Says once what keeps failing, until there is progress again. */
export class RetryNotice {
  readonly #say: (text: string) => void
  #told: string | null = null

  constructor(say: (text: string) => void) {
    this.#say = say
  }

  /** Call it before a retry. */
  readonly onRetry = (failure: PassingFailure): void => {
    if (this.#told !== null) return
    this.#told = failureText(failure)
    this.#say(`${this.#told} Trying again for a while.`)
  }

  onProgress(): void {
    this.#told = null
  }

  /** Returns the error to report in the end. What was told is not told again. */
  final(error: unknown): unknown {
    if (!(error instanceof PassingFailure) || failureText(error) !== this.#told) return error
    return new PassingFailure('Gave up.')
  }
}
