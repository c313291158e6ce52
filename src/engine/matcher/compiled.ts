import { automatonFor, LIST_END } from './automaton.ts'
import { walkerOf } from './compiled-walk.ts'
import { checkCountable, keywordsApart, matchesHeld } from './declaration.ts'
import { declaredKeywords, type Keyword, type Line, type Meaning, SKILL_SIGNAL } from './keywords.ts'
import type { LaneWalker } from './lane-walker.ts'
import type { Linear } from './linear.ts'

export const COUNT = 0
export const NAME = 1
export const FLAG = 2
export const LINE = 3
export const ERROR = 4
export const PATH = 5
export const ROOT = 6
const ODD = 7
/** A count whose matches overlap no other of the signal, so that their positions do not matter. */
export const TALLY = 8

const ROLES: Record<Meaning['role'], number> = {
  count: COUNT,
  name: NAME,
  flag: FLAG,
  line: LINE,
  error: ERROR,
  root: ROOT,
  path: PATH,
  odd: ODD,
}

/**
 * Flags besides the role: the keyword must have a word boundary at its first byte, at its last, or more must follow.
 */
export const EDGE_BEFORE = 16
export const EDGE_AFTER = 32
export const MORE = 64
/** The last one in its list. */
export const LAST = 128
export const ROLE = 15

const encoder = new TextEncoder()

/** Fields per fact. */
export const FACT_LENGTH = 4

export interface Compiled {
  walker: LaneWalker
  /**
   * What the matcher needs to know of each keyword in the automaton's lists, at `FACT_LENGTH` times its place there:
   * role and conditions; its signal, flag or line; its order within its signal, or the part of its line; its length in
   * bytes.
   */
  facts: Int32Array
  /** What must follow each keyword, by its place in the lists, if that is more than a word boundary. */
  rests: (Linear | null)[]
  lines: readonly Line[]
  countSignals: number
  /** How many matches of a signal to remember: see `LeftmostMatches`. */
  depth: number
}

let known: Compiled | undefined

/** Returns the automaton and the data of its keywords, built from the declaration on first use. */
export function compiledSignals(): Compiled {
  known ??= compile()
  return known
}

function compile(): Compiled {
  const { keywords, lines } = declaredKeywords()
  checkCountable(keywords, lines)
  const apart = keywordsApart(keywords, lines)
  // A name begins before anything else that ends where it does.
  keywords.sort((a, b) => rank(a) - rank(b) || b.text.length - a.text.length)
  const automaton = automatonFor(keywords.map(({ text }) => encoder.encode(text)))
  const { lists } = automaton
  const facts = Array.from(lists, (number, place) => {
    const keyword = number === LIST_END ? undefined : keywords[number]
    return keyword === undefined ? [LAST, 0, 0, 0] : factOf(keyword, apart, lists[place + 1] === LIST_END)
  })
  return {
    walker: walkerOf(automaton),
    facts: Int32Array.from(facts.flat()),
    rests: Array.from(lists, (number) => restOf(keywords[number])),
    lines,
    countSignals: SKILL_SIGNAL + 1,
    depth: 2 ** Math.ceil(Math.log2(matchesHeld(keywords) + 1)),
  }
}

function factOf(keyword: Keyword, apart: ReadonlySet<Keyword>, last: boolean): number[] {
  const { text, edge, rest, means } = keyword
  const follows = rest.length === 0 ? 0 : isEdge(rest) ? EDGE_AFTER : MORE
  const role = apart.has(keyword) ? TALLY : ROLES[means.role]
  return [
    role | (edge ? EDGE_BEFORE : 0) | follows | (last ? LAST : 0),
    targetOf(means),
    orderOf(means),
    encoder.encode(text).length,
  ]
}

function restOf(keyword: Keyword | undefined): Linear | null {
  const rest = keyword?.rest ?? []
  return rest.length === 0 || isEdge(rest) ? null : rest
}

const rank = ({ means }: Keyword) => (means.role === 'name' ? 0 : 1)

function targetOf(means: Meaning): number {
  return 'signal' in means ? means.signal : 'line' in means ? means.line : 0
}

function orderOf(means: Meaning): number {
  return 'order' in means ? means.order : 'part' in means ? means.part : 0
}

function isEdge(rest: Linear): boolean {
  const [only] = rest
  return rest.length === 1 && typeof only === 'object' && only.part === 'edge'
}
