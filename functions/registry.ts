import { Registry } from '../src/storage/registry.ts'
import { updateRegistry } from '../src/storage/registry-tables.ts'

/** Whether this isolate knows that the tables are those of this build. */
let upToDate = false

/** Returns the registry, its tables up to date. While it cannot be reached, what needs it fails by itself. */
export async function registryOf(database: D1Database): Promise<Registry> {
  if (!upToDate) {
    upToDate = await updateRegistry(database).then(
      () => true,
      () => false,
    )
    if (!upToDate) console.warn(JSON.stringify({ event: 'registry_not_updated' }))
  }
  return new Registry(database)
}
