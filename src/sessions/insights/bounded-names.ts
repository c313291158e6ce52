import { SETTINGS } from '../../config.ts'
import { NAME_LENGTH_MAX } from '../../engine/limits.ts'

/** Sums by name, for a limited number of names: what is reported may name anything. */
export class BoundedNames<Sums> {
  readonly #sums = new Map<string, Sums>()
  readonly #fresh: (name: string) => Sums

  /** @param fresh returns the sums that a name begins with */
  constructor(fresh: (name: string) => Sums) {
    this.#fresh = fresh
  }

  get size(): number {
    return this.#sums.size
  }

  /** Returns the sums of a name; null if it is one too many. */
  of(wanted: string): Sums | null {
    const name = wanted.slice(0, NAME_LENGTH_MAX)
    const known = this.#sums.get(name)
    if (known !== undefined) return known
    return this.size < SETTINGS.INSIGHTS_TALLIED_MAX.value ? this.begin(name) : null
  }

  /** Returns the sums of a name that is never one too many. */
  begin(name: string): Sums {
    const sums = this.#sums.get(name) ?? this.#fresh(name)
    this.#sums.set(name, sums)
    return sums
  }

  all(): [string, Sums][] {
    return [...this.#sums]
  }
}

/** Returns the first entries of a list: as many as a report has. */
export function listed<Item>(items: readonly Item[]): Item[] {
  return items.slice(0, SETTINGS.INSIGHTS_LISTED_MAX.value)
}

/** Returns distinct names in their order, without overlong ones, as many as a report has. */
export function namesIn(names: readonly (string | null)[]): string[] {
  const known = names.filter((name) => name !== null && name.length <= NAME_LENGTH_MAX)
  return listed([...new Set(known)].filter((name) => name !== null).sort())
}
