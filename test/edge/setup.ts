import { env } from 'cloudflare:test'
import { registryOf } from '../../functions/registry.ts'
import { updateRegistry } from '../../src/storage/registry-tables.ts'

// The storage of a test file is new, and its isolate may not be.
await updateRegistry(env.REGISTRY)
await registryOf(env.REGISTRY)
