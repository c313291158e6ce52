/** How often each name stands in a collection: distinct names that survive the removal of some. Plain JSON. */
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

/** Defined, not assigned: a model may well be called `__proto__`. */
function setCount(names: CountedNames, name: string, count: number): void {
  Object.defineProperty(names, name, { value: count, writable: true, enumerable: true, configurable: true })
}
