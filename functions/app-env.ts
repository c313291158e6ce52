import type { Config, PublicSite } from '../src/config.ts'
import type { Registry } from '../src/storage/registry.ts'
import type { Urls } from '../src/urls.ts'
import type { Identified, Proof } from './profile/services/owner-key.ts'

/** What a request presents for a profile, and where: null for visitors. */
export type PresentedProof = { from: 'header' | 'cookie'; proof: Proof } | null

declare global {
  namespace Cloudflare {
    interface Env {
      /** A secret: the codes with which profiles may be created, separated by commas. Without it anybody may. */
      INVITATION_CODES?: string
      /** A secret: the password of the operator's page and of the metrics. Without it neither is there. */
      OPERATOR_KEY?: string
      /** The handle of the profile that the machine's own clients of the achievements plugin are shown. */
      PLUGIN_PROFILE?: string
      /** The URL of a resolver that answers over HTTPS in JSON. Without it no DNS records are looked for. */
      DNS_RESOLVER?: string
    }
  }
}

/** The caller's relation to a profile. */
export interface Access extends Identified {
  /** What the caller presented; null for visitors. */
  presented: PresentedProof
}

/** What an answer shows: a profile as it was when it was read. */
export interface ShownProfile {
  handle: string
  /** `ProfileStore.stamp`. */
  stamp: string
}

/** The variables of Hono's context. */
export interface AppEnv {
  Bindings: Env
  Variables: {
    config: Config
    registry: Registry
    /** The operator's PUBLIC_ORIGIN; null without one. */
    publicSite: PublicSite | null
    /** Absolute URLs, at the public origin. */
    urls: Urls
    /** The same as links within the host. */
    paths: Urls
    /** Set by `access()`: the profile of the URL, and whether its owner is asking. */
    access: Access
    /** The profile whose owner's cookie this response sets; null if it takes one back. */
    signedInTo: string | null | undefined
    /** Set by `admitted()`: the answer shows what the owner of a profile may see. */
    isOwners: true | undefined
    /** Set by `keepAnswer()`. */
    keptFor: ShownProfile | undefined
  }
}
