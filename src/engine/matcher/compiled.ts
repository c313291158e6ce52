import { automatonFor, LIST_END } from './automaton.ts'
import { walkerOf } from './compiled-walk.ts'
import { checkCountable, matchesHeld, needlesApart } from './declaration.ts'
import type { Linear } from './linear.ts'
import { declaredNeedles, type Line, type Meaning, type Needle, SKILL_SIGNAL } from './needles.ts'
import type { Walker } from './walker.ts'

export const COUNT = 0
export const NAME = 1
export const FLAG = 2
export const LINE = 3
export const ERROR = 4
export const PATH = 5
export const ROOT = 6
export const ODD = 7
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

/** Flags besides the role: the needle must have a word boundary at its first byte, at its last, or more must follow. */
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
  walker: Walker
  /**
   * What the matcher needs to know of each needle in the automaton's lists, at `FACT_LENGTH` times its place there:
   * role and conditions; its signal, flag or line; its order within its signal, or the part of its line; its length in
   * bytes.
   */
  facts: Int32Array
  /** What must follow each needle, by its place in the lists, if that is more than a word boundary. */
  rests: (Linear | null)[]
  lines: readonly Line[]
  countSignals: number
  /** How many matches of a signal to remember: see `LeftmostMatches`. */
  depth: number
}

let known: Compiled | undefined

/** Returns the automaton and the data of its needles, built from the declaration on first use. */
export function compiledSignals(): Compiled {
  known ??= compile()
  return known
}

function compile(): Compiled {
  const { needles, lines } = declaredNeedles()
  checkCountable(needles, lines)
  const apart = needlesApart(needles, lines)
  // A name begins before anything else that ends where it does.
  needles.sort((a, b) => rank(a) - rank(b) || b.text.length - a.text.length)
  const automaton = automatonFor(needles.map(({ text }) => encoder.encode(text)))
  const { lists } = automaton
  const facts = Array.from(lists, (number, place) => {
    const needle = number === LIST_END ? undefined : needles[number]
    return needle === undefined ? [LAST, 0, 0, 0] : factOf(needle, apart, lists[place + 1] === LIST_END)
  })
  return {
    walker: walkerOf(automaton),
    facts: Int32Array.from(facts.flat()),
    rests: Array.from(lists, (number) => restOf(needles[number])),
    lines,
    countSignals: SKILL_SIGNAL + 1,
    depth: 2 ** Math.ceil(Math.log2(matchesHeld(needles) + 1)),
  }
}

function factOf(needle: Needle, apart: ReadonlySet<Needle>, last: boolean): number[] {
  const { text, edge, rest, means } = needle
  const follows = rest.length === 0 ? 0 : isEdge(rest) ? EDGE_AFTER : MORE
  const role = apart.has(needle) ? TALLY : ROLES[means.role]
  return [
    role | (edge ? EDGE_BEFORE : 0) | follows | (last ? LAST : 0),
    targetOf(means),
    orderOf(means),
    encoder.encode(text).length,
  ]
}

function restOf(needle: Needle | undefined): Linear | null {
  const rest = needle?.rest ?? []
  return rest.length === 0 || isEdge(rest) ? null : rest
}

const rank = ({ means }: Needle) => (means.role === 'name' ? 0 : 1)

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
