import { FILE_ROOTS, FIRST_ENDINGS } from '../file-paths.ts'
import type { PathSet } from '../path-set.ts'
import type { Utf8Text } from '../utf8-text.ts'
import { characterAt, characterBefore, isWordCharacter, widthOfCharacter } from './letters.ts'

const ENDINGS = FIRST_ENDINGS.map((ending) => `.${ending}`)
const ROOTS = FILE_ROOTS.filter((root) => root.startsWith('/'))

const DOT = 0x2e
const SLASH = 0x2f
const SMALL_A = 0x61
const SMALL_H = 0x68
const TILDE = 0x7e

/**
 * Collects file paths (see `collectFilePaths`) from bytes, given the positions of roots and endings. The bytes between
 * are only examined where there are both.
 */
export class PathCollector {
  readonly #paths: PathSet
  readonly #beyondAscii: boolean
  /** Just after the last run. */
  #passed = 0
  /** The last root. */
  #root = 0

  /** @param beyondAscii whether non-ASCII letters and numbers are path characters */
  constructor(paths: PathSet, beyondAscii = true) {
    this.#paths = paths
    this.#beyondAscii = beyondAscii
  }

  /** Collects from a whole text. */
  text({ memory, begin, end }: Utf8Text): void {
    this.begin(begin)
    this.root(end)
    const bytes = memory.subarray(begin, end)
    for (let dot = bytes.indexOf(DOT); dot !== -1; dot = bytes.indexOf(DOT, dot + 1)) {
      const finish = endingAt(memory, begin + dot, end)
      if (finish > begin + dot) this.ending(memory, begin, begin + dot, finish, end)
    }
  }

  /** Starts a text at this byte. */
  begin(at: number): void {
    this.#passed = at
    this.#root = at - 1
  }

  /** Adds a possible root. Without one after the last run there is no path. */
  root(at: number): void {
    this.#root = at
  }

  /** Adds a possible ending, in either case, from `dot` to `finish` in a text from `begin` to `end`. */
  ending(memory: Uint8Array, begin: number, dot: number, finish: number, end: number): void {
    if (dot < this.#passed || this.#root < this.#passed) return
    for (let at = dot + 1; at < finish; at++) if ((memory[at] ?? 0) < SMALL_A) return
    const start = runStart(memory, begin, dot, this.#beyondAscii)
    const stop = runEnd(memory, finish, end, this.#beyondAscii)
    this.#passed = stop
    const atHome = start > begin && memory[start - 1] === TILDE
    const root = atHome ? start - 1 : rootIn(memory, start, stop)
    if (root === stop) return
    // All but a run's last ending lie within the path.
    const last = lastDot(memory, dot, stop)
    if (last < root + minLength(memory, root)) return
    this.#paths.addBytes(memory, root, last === dot ? finish : endingAt(memory, last, stop))
  }
}

/** Returns the first root among these bytes, or `stop` if there is none. */
function rootIn(memory: Uint8Array, start: number, stop: number): number {
  for (let at = start; at < stop; at++) {
    if (memory[at] !== SLASH) continue
    if (at > start && memory[at - 1] === DOT) return at - 1
    for (const root of ROOTS) if (standsAt(root, memory, at, stop)) return at
  }
  return stop
}

/** Returns the minimum distance from the start of a root to the ending. */
function minLength(memory: Uint8Array, root: number): number {
  if (memory[root] === TILDE) return '~'.length + 1
  if (memory[root] === DOT) return './'.length + 1
  return (memory[root + 1] === SMALL_H ? '/home/' : '/mnt/').length + 1
}

/** Returns the last dot that is followed by an ending. There is one at `dot`. */
function lastDot(memory: Uint8Array, dot: number, stop: number): number {
  for (let at = stop - 1; at > dot; at--) {
    if (memory[at] === DOT && endingAt(memory, at, stop) > at) return at
  }
  return dot
}

/** Returns where the ending after this dot ends; the dot itself if there is none. */
function endingAt(memory: Uint8Array, dot: number, end: number): number {
  for (const ending of ENDINGS) if (standsAt(ending, memory, dot, end)) return dot + ending.length
  return dot
}

/** Whether this text, of at least two letters, is at `at`. */
function standsAt(text: string, memory: Uint8Array, at: number, end: number): boolean {
  if (at + text.length > end || memory[at + 1] !== text.charCodeAt(1)) return false
  for (let index = 0; index < text.length; index++) {
    if (memory[at + index] !== text.charCodeAt(index)) return false
  }
  return true
}

const NONE = 0
const PATH = 1
const BEYOND_ASCII = 2
/** The class of each byte within a path. */
const BYTES = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return BEYOND_ASCII
  return /[\w./-]/.test(String.fromCharCode(byte)) ? PATH : NONE
})

function runStart(memory: Uint8Array, begin: number, at: number, beyondAscii: boolean): number {
  let start = at
  while (start > begin) {
    const is = BYTES[memory[start - 1] ?? 0]
    if (is === PATH) start--
    else if (is === NONE || !beyondAscii) break
    else {
      const character = characterBefore(memory, begin, start)
      if (!isWordCharacter(character)) break
      start -= widthOfCharacter(character)
    }
  }
  return start
}

function runEnd(memory: Uint8Array, at: number, end: number, beyondAscii: boolean): number {
  let stop = at
  while (stop < end) {
    const is = BYTES[memory[stop] ?? 0]
    if (is === PATH) stop++
    else if (is === NONE || !beyondAscii) break
    else {
      const character = characterAt(memory, stop, end)
      if (!isWordCharacter(character)) break
      stop += widthOfCharacter(character)
    }
  }
  return stop
}
