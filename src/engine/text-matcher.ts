import { collectFilePaths } from './file-paths.ts'
import { ByteMatcher } from './matcher/byte-matcher.ts'
import type { PathSet } from './path-set.ts'
import { PlainMatcher } from './plain-matcher.ts'
import { noFigures, type TextFigures } from './text-figures.ts'
import { Utf8Text } from './utf8-text.ts'

/** How much text the automaton matched, and how much plain regular expressions did. */
export interface MatchedText {
  messages: number
  /** UTF-8 bytes; UTF-16 code units for texts given as strings. */
  bytes: number
}

/**
 * Matches the signals over all message texts of a session joined by LF, and collects their file paths. Bytes go through
 * the automaton; texts that it declines, and strings, go to the plain matcher.
 *
 * Why the figures equal those of the whole text: only spaces in a pattern can match an LF. So a match crosses the join
 * after a message only if spaces end the message that a pattern would continue from. The automaton declines such a
 * message, and while the plain matcher ends with one, all further messages go there too.
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

  /** Adds the next message's text. An empty one matters only if a match reaches through it. */
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

  /** Returns the figures of all texts. The next text begins another session. */
  finish(): TextFigures {
    const figures = this.#byStrings?.finish() ?? noFigures()
    this.#byBytes.addTo(figures)
    this.#byStrings = undefined
    this.#byBytes.clear()
    return figures
  }
}
