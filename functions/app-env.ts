import type { Config } from '../src/config.ts'
import type { ProfileDocument } from '../src/storage/profile-store.ts'
import type { Registry } from '../src/storage/registry.ts'
import type { Urls } from '../src/urls.ts'

/** The caller's relation to a profile. */
export interface Access {
  profile: ProfileDocument
  owner: boolean
}

/** The variables of Hono's context. */
export interface AppEnv {
  Bindings: Env
  Variables: {
    config: Config
    registry: Registry
    /** The operator's PUBLIC_ORIGIN; null without one. */
    publicOrigin: string | null
    /** Absolute URLs, at the public origin. */
    urls: Urls
    /** Set by `access()`: the profile of the URL, and whether its owner is asking. */
    access: Access
  }
}
