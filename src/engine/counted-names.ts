/** The number of occurrences of each name, so that names can be removed again. Plain JSON. */
export type CountedNames = Record<string, number>

export function addName(names: CountedNames, name: string): void {
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
