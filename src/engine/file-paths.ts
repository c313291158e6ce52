import type { PathSet } from './path-set.ts'

/**
 * Collects the file paths that a text names: one of the roots, then letters, numbers and `_ . / -`, up to a dot with an
 * ending. It finds what the regular expression `(?:/home/|~/?|\./|/mnt/)[\w./-]+\.(?:py|js|…)` would match, greedily
 * from the left, but in linear time.
 *
 * Why: everything but the `~` consists of path characters, so a match lies within one run of them and reaches from the
 * leftmost root to the rightmost ending. A run holds at most one match, since nothing ends after its rightmost ending.
 */
export function collectFilePaths(text: string, paths: PathSet): void {
  let from = 0
  for (;;) {
    ENDING.lastIndex = from
    const ending = ENDING.exec(text)
    if (ending === null) return
    const start = runStart(text, from, ending.index)
    const end = runEnd(text, ENDING.lastIndex)
    const path = pathIn(text.slice(start, end), text[start - 1] === '~')
    if (path !== null) paths.add(path)
    from = end
  }
}

/** The order matters: `.json` matches as `.js`, `.tsx` as `.ts`. */
export const FILE_ENDINGS = 'py js ts tsx jsx css html md json yaml yml svg sql sh'.split(' ')

/**
 * The endings that can match: if one is a prefix of another, the earlier one wins, so a path to `a.json` ends in
 * `a.js`.
 */
export const FIRST_ENDINGS = FILE_ENDINGS.filter(
  (ending, at) => !FILE_ENDINGS.slice(0, at).some((earlier) => ending.startsWith(earlier)),
)

const ENDING = new RegExp(`\\.(?:${FILE_ENDINGS.join('|')})`, 'g')
/** All roots but `~`, which is not a path character. */
export const FILE_ROOTS = ['/home/', './', '/mnt/']

const ROOT = new RegExp(FILE_ROOTS.join('|').replaceAll('.', '\\.'))
const PATH_CHARACTER = /[\p{L}\p{N}_./-]/u

/**
 * Returns the path in a run of path characters, or null.
 * @param atHome whether a `~` precedes the run
 */
function pathIn(run: string, atHome: boolean): string | null {
  const root = atHome ? 0 : run.search(ROOT)
  if (root === -1) return null
  const first = atHome
    ? 1
    : root + (run.startsWith('./', root) ? 2 : run.startsWith('/home/', root) ? 6 : 5) + 1
  let end = -1
  ENDING.lastIndex = 0
  for (let ending = ENDING.exec(run); ending !== null; ending = ENDING.exec(run)) {
    end = ending.index >= first ? ENDING.lastIndex : -1
  }
  return end === -1 ? null : `${atHome ? '~' : ''}${run.slice(root, end)}`
}

function runStart(text: string, from: number, at: number): number {
  let start = at
  while (start > from) {
    const width = lowSurrogate(text, start - 1) && start - 2 >= from && highSurrogate(text, start - 2) ? 2 : 1
    if (!isPathCharacter(text, start - width)) break
    start -= width
  }
  return start
}

function runEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && isPathCharacter(text, end)) {
    end += highSurrogate(text, end) && lowSurrogate(text, end + 1) ? 2 : 1
  }
  return end
}

const highSurrogate = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xd800
const lowSurrogate = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xdc00

function isPathCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code >= 0x80) return PATH_CHARACTER.test(String.fromCodePoint(text.codePointAt(at) ?? code))
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x2d && code <= 0x39) ||
    code === 0x5f
  )
}
