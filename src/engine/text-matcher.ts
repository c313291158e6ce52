import { collectFilePaths } from './file-paths.ts'
import { ByteMatcher } from './matcher/byte-matcher.ts'
import type { PathSet } from './path-set.ts'
import { PlainMatcher } from './plain-matcher.ts'
import { noFigures, type TextFigures } from './text-figures.ts'
import { Utf8Text } from './utf8-text.ts'

/** How much text was matched by the automaton, and how much by plain regular expressions. */
export interface MatchedText {
  messages: number
  /** Of UTF-8; of UTF-16 code units where a text came as a string. */
  bytes: number
}

/**
 * Matches the signals over all message texts of a session joined by one LF, and collects their file paths. Bytes
 * go through the automaton; what it declines, and what comes as a string, goes to the plain matcher.
 *
 * Why the figures are those of the whole text: only spaces in a pattern can match an LF. So a match reaches over
 * the join behind a message only where spaces end the message that a pattern would go on with. The automaton
 * declines such a message, and while the plain matcher has one at its end, all that follow go there too.
 */
export class TextMatcher {
  readonly automaton: MatchedText = { messages: 0, bytes: 0 }
  readonly plain: MatchedText = { messages: 0, bytes: 0 }
  readonly #paths: PathSet
  readonly #byBytes: ByteMatcher
  #byStrings: PlainMatcher | undefined

  /** `paths`: the set to collect file paths in. */
  constructor(paths: PathSet) {
    this.#paths = paths
    this.#byBytes = new ByteMatcher(paths)
  }

  /** Takes the next message's text. There is nothing in an empty one, unless a match reaches through it. */
  message(text: string | Utf8Text): void {
    const bytes = text instanceof Utf8Text
    const taken = !this.#byStrings?.openEnded && (bytes ? this.#byBytes.message(text) : text === '')
    if (!taken) {
      const plain = text.toString()
      this.#byStrings ??= new PlainMatcher()
      this.#byStrings.message(plain)
      collectFilePaths(plain, this.#paths)
    }
    const matched = taken ? this.automaton : this.plain
    matched.messages++
    matched.bytes += bytes ? text.byteLength : text.length
  }

  /** The figures of all texts taken. The next one begins another session. */
  finish(): TextFigures {
    const figures = this.#byStrings?.finish() ?? noFigures()
    this.#byBytes.addTo(figures)
    this.#byStrings = undefined
    this.#byBytes.clear()
    return figures
  }
}
