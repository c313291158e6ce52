import { bytesDoneLine, ProgressBar } from '../progress-bar.ts'
import type { Terminal } from '../terminal.ts'

/** What takes less time shows no progress. Unit: seconds. */
const PATIENCE_SECONDS = 1

/** Shows how many bytes are done, once it takes long. */
export class ByteProgress {
  /** Of all that is to be done. */
  total = 0
  readonly #word: string
  readonly #bar: ProgressBar
  readonly #begun = performance.now()
  #done = 0

  constructor(word: string, { stderr, machine }: Pick<Terminal, 'stderr' | 'machine'>) {
    this.#word = word
    this.#bar = new ProgressBar(stderr, machine.env)
  }

  readonly add = (bytes: number): void => {
    this.#done += bytes
    if (performance.now() - this.#begun < PATIENCE_SECONDS * 1000) return
    const content = { word: this.#word, done: this.#done, total: this.total, isPaced: true }
    this.#bar.draw((seconds, look) => bytesDoneLine(content, seconds, look))
  }

  /** Clears the line. */
  erase(): void {
    this.#bar.erase()
  }
}
