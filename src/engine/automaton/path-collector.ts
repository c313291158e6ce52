import { detached } from '../detached.ts'
import { FILE_ENDINGS, pathIn } from '../file-paths.ts'
import { TextMemo } from '../text-memo.ts'
import type { Utf8Text } from '../utf8-text.ts'
import { characterAt, characterBefore, isWordCharacter, widthOfCharacter } from './letters.ts'

const DOT = 0x2e
const SLASH = 0x2f
const SMALL_A = 0x61
const SMALL_H = 0x68
const SMALL_M = 0x6d
const TILDE = 0x7e

/**
 * Collects file paths (see `collectFilePaths`) from bytes, told where roots and endings stand: only a run of path
 * characters with an ending and a root in it is made a string.
 */
export class PathCollector {
  readonly #paths: Set<string>
  readonly #beyondAscii: boolean
  /** Behind the last run. */
  #passed = 0
  /** The last root. */
  #root = 0

  /** `beyondAscii`: whether letters and numbers beyond ASCII are path characters. */
  constructor(paths: Set<string>, beyondAscii = true) {
    this.#paths = paths
    this.#beyondAscii = beyondAscii
  }

  /** Collects from a whole text. */
  text({ memory, begin, end }: Utf8Text): void {
    this.begin(begin)
    this.root(end)
    for (let dot = begin; dot < end; dot++) {
      if (memory[dot] !== DOT) continue
      const finish = endingAt(memory, dot, end)
      if (finish > dot) this.ending(memory, begin, dot, finish, end)
    }
  }

  /** A text begins at this byte. */
  begin(at: number): void {
    this.#passed = at
    this.#root = at - 1
  }

  /** Something like a root stands here. Without one behind the last run there is no path. */
  root(at: number): void {
    this.#root = at
  }

  /** Something like an ending, in whatever case, stands from `dot` to `finish` in a text from `begin` to `end`. */
  ending(memory: Uint8Array, begin: number, dot: number, finish: number, end: number): void {
    if (dot < this.#passed || this.#root < this.#passed) return
    for (let at = dot + 1; at < finish; at++) if ((memory[at] ?? 0) < SMALL_A) return
    const start = runStart(memory, begin, dot, this.#beyondAscii)
    const stop = runEnd(memory, finish, end, this.#beyondAscii)
    this.#passed = stop
    const atHome = start > begin && memory[start - 1] === TILDE
    if (!atHome && !holdsRoot(memory, start, stop)) return
    const path = PATHS.of(memory, atHome ? start - 1 : start, stop)
    if (path !== null) this.#paths.add(path)
  }
}

const ENDINGS = FILE_ENDINGS.map((ending) => Array.from(ending, (letter) => letter.charCodeAt(0)))

/** Where the ending behind this dot ends, and the dot itself when there is none. */
function endingAt(memory: Uint8Array, dot: number, end: number): number {
  const first = memory[dot + 1] ?? 0
  for (const ending of ENDINGS) {
    const finish = dot + 1 + ending.length
    if (ending[0] === first && finish <= end && ending.every((byte, at) => memory[dot + 1 + at] === byte))
      return finish
  }
  return dot
}

/** Of runs with the `~` before them, when there is one. */
const PATHS = new TextMemo(4096, (text) => {
  const atHome = text.startsWith('~')
  const path = pathIn(atHome ? text.slice(1) : text, atHome)
  return path === null || path.length === text.length ? path : detached(path)
})

const NONE = 0
const PATH = 1
const BEYOND_ASCII = 2
/** What each byte is to a path. */
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

/** Whether there may be a root among these bytes: `./`, `/home/` or `/mnt/`. */
function holdsRoot(memory: Uint8Array, start: number, stop: number): boolean {
  for (let at = start; at < stop; at++) {
    if (memory[at] !== SLASH) continue
    const next = memory[at + 1]
    if (next === SMALL_H || next === SMALL_M || (at > start && memory[at - 1] === DOT)) return true
  }
  return false
}
