import { MATCH_SEGMENT_LENGTH } from './limits.ts'
import { headsOfSpaces } from './pattern.ts'
import { patternMatcher } from './pattern-matcher.ts'
import { lowerCaseDiffers, plainLowerCase, plainText } from './plain-text.ts'
import { keysOf } from './records.ts'
import { COUNTS, ERROR, FLAGS, SKILL } from './signals.ts'
import { noFigures, type TextFigures } from './text-figures.ts'

const error = patternMatcher([ERROR])
const skill = patternMatcher([SKILL])
const counts = keysOf(COUNTS).map((signal) => ({ signal, matcher: patternMatcher(COUNTS[signal]) }))
const flags = keysOf(FLAGS).map((signal) => ({ signal, matcher: patternMatcher(FLAGS[signal]) }))
const openEnds = headsOfSpaces([...Object.values(COUNTS).flat(), ...Object.values(FLAGS).flat()])

/**
 * Matches the signals with regular expressions over message texts joined by LF, without holding them all: it keeps a
 * segment of whole messages and matches it once it is long enough. For texts that the automaton declines, and as its
 * reference.
 *
 * Why the figures equal those of the whole text: only spaces in a pattern can match an LF. So no match crosses a join
 * unless the message before it ends, ignoring spaces, in what some pattern has before its spaces (`openEnds`), and LF
 * makes the same word boundary as the end of the text. Segments end only at joins that no match can cross; otherwise
 * the next message is added to the segment.
 */
export class PlainMatcher {
  readonly #figures = noFigures()
  readonly #segmentLength: number
  #segment: string[] = []
  #length = 0
  #openEnded = false

  /** @param segmentLength how much text to gather before matching it, in code units */
  constructor(segmentLength = MATCH_SEGMENT_LENGTH) {
    this.#segmentLength = segmentLength
  }

  /** Adds the next message's text. */
  message(text: string): void {
    const plain = plainText(text)
    if (error.occurs(plain)) this.#figures.errorMessages++
    this.#figures.skillWords += skill.count(lowerCaseDiffers(text) ? plainLowerCase(text) : plain)
    this.#segment.push(plain)
    this.#length += plain.length + 1
    const end = plain.trimEnd()
    if (end !== '') this.#openEnded = openEnds.some((open) => end.endsWith(open))
    if (this.#length >= this.#segmentLength && !this.#openEnded) this.#matchSegment()
  }

  /** Whether a match may cross the end of the last text. */
  get openEnded(): boolean {
    return this.#openEnded
  }

  /** Returns the figures of all texts. No text may be added afterwards. */
  finish(): TextFigures {
    this.#matchSegment()
    return this.#figures
  }

  #matchSegment(): void {
    const text = this.#segment.join('\n')
    this.#segment = []
    this.#length = 0
    const figures = this.#figures
    for (const { signal, matcher } of counts) figures.counts[signal] += matcher.count(text)
    for (const { signal, matcher } of flags) figures.flags[signal] ||= matcher.occurs(text)
  }
}
