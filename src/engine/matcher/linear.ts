import type { Edge, Part, Sequence, Spaces } from '../pattern.ts'

/** A pattern with all choices made: a row of strings, spaces and edges, without adjacent strings. */
export type Linear = readonly Atom[]
export type Atom = string | Spaces | Edge

/**
 * Returns the ways in which a pattern can match, in the order in which a regular expression would try them: `pushe`,
 * optional `d`, ` tag` gives `pushed tag`, then `pushe tag`.
 */
export function linear(pattern: string | Sequence): Linear[] {
  if (typeof pattern === 'string') return [[pattern]]
  return pattern.parts.reduce<Linear[]>(
    (ways, part) => {
      const choices = choicesOf(part)
      return ways.flatMap((way) => choices.map((choice) => joined(way, choice)))
    },
    [[]],
  )
}

function choicesOf(part: Part): Linear[] {
  if (typeof part === 'string') return [[part]]
  switch (part.part) {
    case 'one of':
      return part.of.flatMap(linear)
    case 'optional':
      return [...part.of.map((text) => [text]), []]
    default:
      return [[part]]
  }
}

function joined(before: Linear, after: Linear): Linear {
  const [last, first] = [before.at(-1), after[0]]
  if (typeof last !== 'string' || typeof first !== 'string') return [...before, ...after]
  return [...before.slice(0, -1), last + first, ...after.slice(1)]
}
