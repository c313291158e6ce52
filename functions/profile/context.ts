import { type Config, configFrom, publicSiteFrom } from '../../src/config.ts'
import { LaurelError } from '../../src/errors.ts'
import { NEW_SCAN_STATE } from '../../src/scan/state.ts'
import { ChunkStore } from '../../src/storage/chunk-store.ts'
import type { ProfileDocument } from '../../src/storage/profile-document.ts'
import { ProfileStore } from '../../src/storage/profile-store.ts'
import { type ObjectStorage, watchedStorage } from '../../src/storage/watched-storage.ts'
import { type Urls, urls } from '../../src/urls.ts'
import { situationOf } from '../../src/view/answer.ts'
import type { Situation } from '../../src/view/freshness.ts'
import { forgetStamp } from './known-stamps.ts'

/** What the scanner and the services of a profile share: its tables, its settings and the clock. */
export class ProfileContext {
  readonly ctx: DurableObjectState
  readonly env: Env
  readonly config: Config
  /** To be used instead of `ctx.storage`, so that no write goes unnoticed. */
  readonly storage: ObjectStorage
  readonly store: ProfileStore

  constructor(ctx: DurableObjectState, env: Env) {
    this.ctx = ctx
    this.env = env
    this.config = configFrom({ ...env })
    const id = ctx.id.toString()
    forgetStamp(id)
    this.storage = watchedStorage(ctx.storage, () => forgetStamp(id))
    this.store = new ProfileStore(this.storage, NEW_SCAN_STATE)
  }

  /** Unix seconds. */
  now(): number {
    return Date.now() / 1000
  }

  /** Links within the host, for hints. @throws LaurelError `misconfigured` */
  get paths(): Urls {
    return urls({ base: publicSiteFrom(this.env)?.base ?? '' })
  }

  /**
   * Returns the profile. `expectedId`: the profile that the caller means; its handle may belong to another one by now.
   * @throws LaurelError `profile_not_found`
   */
  profile(expectedId?: string): ProfileDocument {
    const profile = this.store.profile()
    if (!profile || (expectedId !== undefined && profile.id !== expectedId)) throw profileGone()
    return profile
  }

  /** @throws LaurelError `profile_not_found` */
  chunks(): ChunkStore {
    return new ChunkStore(this.env.SNAPSHOTS, this.profile())
  }

  /** @throws LaurelError `profile_not_found` */
  situation(): Situation {
    const { time_zone } = this.profile()
    return situationOf(this.store, time_zone, this.config.VIEW_TTL_SECONDS, this.now())
  }
}

export function profileGone(): LaurelError {
  return new LaurelError('profile_not_found', 'This profile doesn’t exist.')
}
