import type { Config } from '../src/config.ts'
import type { Registry } from '../src/storage/registry.ts'
import type { Urls } from '../src/urls.ts'
import type { Identified, Proof } from './profile/services/owner-key.ts'

/** A secret that a request presents, and where. */
export type PresentedProof = { from: 'header' | 'cookie'; proof: Proof } | null

/** The caller's relation to a profile. */
export interface Access extends Identified {
  /** What the caller presented; null for visitors. */
  presented: PresentedProof
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
