import { Registry } from '../src/storage/registry.ts'
import { updateRegistry } from '../src/storage/registry-tables.ts'

/**
 * How long after a failed attempt to bring the tables up to date the next one is made: pages that need no registry
 * would otherwise wait for one that is down. Unit: milliseconds.
 */
export const UPDATE_PAUSE_MS = 10_000

/** Brings the tables of the registry up to date, once for each isolate. */
export class RegistryUpdate {
  #done = false
  /** Before this time it does not try again. Unix milliseconds. */
  #pausedUntil = 0

  /** Call before using the registry. Every call waits that comes before the tables are up to date. Never rejects. */
  async ensure(database: D1Database): Promise<void> {
    if (this.#done || Date.now() < this.#pausedUntil) return
    try {
      await updateRegistry(database)
      this.#done = true
    } catch {
      this.#pausedUntil = Date.now() + UPDATE_PAUSE_MS
      console.warn(JSON.stringify({ event: 'registry_not_updated' }))
    }
  }
}

const update = new RegistryUpdate()

/** Returns the registry, its tables up to date. While it cannot be reached, what needs it fails by itself. */
export async function registryOf(database: D1Database): Promise<Registry> {
  await update.ensure(database)
  return new Registry(database)
}
