/**
 * Each machine's sessions of a source are kept apart, as a part of it. Within the tables a part takes the place of a
 * source: its name is that of the source, a space and the machine's id. What came without an id has the name alone.
 */

/** @param machine empty if the sender has not said which machine it is */
export function partName(source: string, machine: string): string {
  return machine === '' ? source : `${source} ${machine}`
}

/** Returns the name of a part's source. */
export function sourceOfPart(part: string): string {
  return part.split(' ', 1)[0] ?? part
}

/** Returns the name of a part after its source is renamed. */
export function renamedPart(part: string, to: string): string {
  return to + part.slice(sourceOfPart(part).length)
}

/** Returns a condition in SQL: a column names a part of a source. Names of sources have no character before `!`. */
export function isPartOf(column: string, source: string): string {
  return `(${column} >= ${source} AND ${column} < ${source} || '!')`
}

/** Returns an expression in SQL: the source of the part that a column names. */
export function sourceIn(column: string): string {
  return `substr(${column}, 1, instr(${column} || ' ', ' ') - 1)`
}
