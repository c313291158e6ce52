import { type Automaton, automatonFor } from './automaton.ts'
import { checkCountable, matchesHeld } from './declaration.ts'
import type { Linear } from './linear.ts'
import { declaredNeedles, type Line, type Meaning, type Needle, SKILL_SIGNAL } from './needles.ts'

export const COUNT = 0
export const NAME = 1
export const FLAG = 2
export const LINE = 3
export const ERROR = 4
export const PATH = 5
export const ODD = 6

const ROLES: Record<Meaning['role'], number> = {
  count: COUNT,
  name: NAME,
  flag: FLAG,
  line: LINE,
  error: ERROR,
  path: PATH,
  odd: ODD,
}

/** The needles by number, field by field, as the matcher looks them up. */
export interface Compiled {
  automaton: Automaton
  /** One of the roles above. */
  roles: Uint8Array
  /** The signal, flag or line that a needle is of. */
  targets: Uint8Array
  /** The order of a count among those of its signal; the part of a line. */
  orders: Uint8Array
  /** Unit: bytes. */
  lengths: Uint8Array
  /** Whether it must stand at the edge of a word, with its first byte and with its last. */
  edgesBefore: Uint8Array
  edgesAfter: Uint8Array
  /** What else must follow it. */
  rests: (Linear | null)[]
  lines: readonly Line[]
  countSignals: number
  /** How many matches of a signal must be remembered: see `LeftmostMatches`. */
  depth: number
}

/** The automaton and all that belongs to its needles, made from the declaration. */
export function compileSignals(): Compiled {
  const { needles, lines } = declaredNeedles()
  checkCountable(needles, lines)
  // A name and its ending begin before all else that ends there.
  needles.sort((a, b) => rank(a) - rank(b) || b.bytes.length - a.bytes.length)
  const means = needles.map((needle) => needle.means)
  const bytes = (values: number[]) => Uint8Array.from(values)
  return {
    automaton: automatonFor(needles.map((needle) => needle.bytes)),
    roles: bytes(means.map(({ role }) => ROLES[role])),
    targets: bytes(means.map(targetOf)),
    orders: bytes(means.map(orderOf)),
    lengths: bytes(needles.map((needle) => needle.bytes.length)),
    edgesBefore: bytes(needles.map(({ edge }) => Number(edge))),
    edgesAfter: bytes(needles.map(({ rest }) => Number(isEdge(rest)))),
    rests: needles.map(({ rest }) => (rest.length === 0 || isEdge(rest) ? null : rest)),
    lines,
    countSignals: SKILL_SIGNAL + 1,
    depth: 2 ** Math.ceil(Math.log2(matchesHeld(needles) + 1)),
  }
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
