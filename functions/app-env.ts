import type { Config } from '../src/config.ts'
import type { ProfileDocument } from '../src/storage/profile-store.ts'
import type { Registry } from '../src/storage/registry.ts'
import type { Urls } from '../src/urls.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      /** A secret: the codes with which profiles may be created, separated by commas. Without it anybody may. */
      INVITATION_CODES?: string
    }
  }
}

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
    /** Absolute URLs, at the origin of the request. */
    urls: Urls
    /** Set by `access()`: the profile of the URL, and whether its owner is asking. */
    access: Access
  }
}
