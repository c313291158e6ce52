import { DISTINCT_NAMES_MAX } from './limits.ts'

/** The number of occurrences of each name, so that names can be removed again. Plain JSON. */
export type CountedNames = Record<string, number>

/** Adds an occurrence. A new name beyond `DISTINCT_NAMES_MAX` is not counted. */
export function addName(names: CountedNames, name: string): void {
  if (!Object.hasOwn(names, name) && Object.keys(names).length >= DISTINCT_NAMES_MAX) return
  setCount(names, name, countOf(names, name) + 1)
}

export function removeName(names: CountedNames, name: string): void {
  const count = countOf(names, name) - 1
  if (count > 0) setCount(names, name, count)
  else delete names[name]
}

function countOf(names: CountedNames, name: string): number {
  return Object.hasOwn(names, name) ? (names[name] ?? 0) : 0
}

function setCount(names: CountedNames, name: string, count: number): void {
  // A model may be called `__proto__`: assigned, that would be the prototype.
  if (name === '__proto__')
    Object.defineProperty(names, name, { value: count, writable: true, enumerable: true, configurable: true })
  else names[name] = count
}
