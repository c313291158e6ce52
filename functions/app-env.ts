import type { Config } from '../src/config.ts'
import type { Registry } from '../src/storage/registry.ts'
import type { Access } from './http/access.ts'

/** What Hono's context carries in Laurel. */
export interface AppEnv {
  Bindings: Env
  Variables: {
    config: Config
    registry: Registry
    /** Set behind `access()`: the profile of the URL, and whether its owner asks. */
    access: Access
  }
}
