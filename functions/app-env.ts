import type { Config } from '../src/config.ts'
import type { ProfileDocument } from '../src/storage/profile-store.ts'
import type { Registry } from '../src/storage/registry.ts'
import type { Urls } from '../src/urls.ts'

/** Who asks for a profile. */
export interface Access {
  profile: ProfileDocument
  owner: boolean
}

/** What Hono's context carries in Laurel. */
export interface AppEnv {
  Bindings: Env
  Variables: {
    config: Config
    registry: Registry
    /** Absolute, at the origin that the request came to. */
    urls: Urls
    /** Set behind `access()`: the profile of the URL, and whether its owner asks. */
    access: Access
  }
}
