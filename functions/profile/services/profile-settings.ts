import type { Visibility } from '../../../src/contract/profiles.ts'
import { haveSameClocks } from '../../../src/engine/zone-clocks.ts'
import { LaurelError } from '../../../src/errors.ts'
import { ProfileBucket } from '../../../src/storage/profile-bucket.ts'
import type { ProfileDocument } from '../../../src/storage/profile-document.ts'
import { inKnownZone } from '../../../src/storage/profile-document.ts'
import { issuerObject } from '../../issuer/object.ts'
import type { ProfileContext } from '../context.ts'
import type { Registration } from '../registration.ts'
import type { ProfileScanner } from '../scanner.ts'
import type { Circles } from './circles.ts'
import type { Images } from './images.ts'
import type { SessionLists } from './session-lists.ts'

export interface ProfileChange {
  time_zone?: string | undefined
  visibility?: Visibility | undefined
  publish_insights?: boolean | undefined
  publish_calendar?: boolean | undefined
  listed?: boolean | undefined
  sync_to_insights?: boolean | undefined
}

/** The profile itself: its settings, from its creation to its end. */
export class ProfileSettings {
  readonly calls = ['create', 'namingKey', 'get', 'change', 'reset', 'erase'] as const
  readonly #context: ProfileContext
  readonly #scanner: ProfileScanner
  readonly #images: Images
  readonly #registration: Registration
  readonly #sessions: SessionLists
  readonly #circles: Circles

  constructor(
    context: ProfileContext,
    scanner: ProfileScanner,
    {
      images,
      registration,
      sessions,
      circles,
    }: { images: Images; registration: Registration; sessions: SessionLists; circles: Circles },
  ) {
    this.#context = context
    this.#scanner = scanner
    this.#images = images
    this.#registration = registration
    this.#sessions = sessions
    this.#circles = circles
  }

  /** `namingKey`: chosen by the owner's client, in hexadecimal; without it, one is generated on first use. */
  create(profile: ProfileDocument, namingKey?: string): void {
    const { store } = this.#context
    store.saveProfile(profile)
    if (namingKey !== undefined) store.names.setKey(namingKey)
  }

  /** Returns the key that names the profile's sessions, in hexadecimal. */
  namingKey(): string {
    this.#context.profile()
    return this.#context.store.names.key()
  }

  /** Returns the profile; null if there is none. */
  get(): ProfileDocument | null {
    return this.#context.store.profile()
  }

  /**
   * Changes the given settings and returns the profile. In another time zone, weekends and nights are counted again.
   * A page that is no longer public is listed no more, until its owner says so again.
   * @throws LaurelError `time_zone_settled`; `invalid_request` if a page is to be listed that is not public
   */
  async change(change: ProfileChange): Promise<ProfileDocument> {
    const before = this.#context.profile()
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const changed: ProfileDocument = inKnownZone({ ...before, ...given })
    if (changed.visibility !== 'public' || changed.sample) {
      if (change.listed) throw notPublic()
      delete changed.listed
    }
    const isKnown = changed.visibility === before.visibility && changed.listed === before.listed
    const profile = isKnown ? changed : this.#registration.changed(changed)
    // Zones with the same clocks count the same, whatever their names.
    if (!haveSameClocks(profile.time_zone, before.time_zone)) {
      this.#checkSettled(before)
      profile.time_zone_changed_at = this.#context.now()
    }
    this.#context.store.saveProfile(profile)
    // The alarm is set with what it is for; if telling is cut off, it tells.
    await this.#scanner.schedule()
    await this.#registration.tell()
    const { view, scan } = this.#context.situation()
    // A running scan continues in the new zone by itself.
    if (view?.outdated && !scan.running) await this.#scanner.start({})
    return profile
  }

  /** Deletes unlocks, views and checkpoints, and revokes credentials. The histories stay, and the next request scans them. */
  async reset(): Promise<void> {
    const { id } = this.#context.profile()
    // What is earned again gets another credential. If this fails, nothing has changed.
    await issuerObject(this.#context.env).revoke(id, null)
    this.#context.profile(id)
    this.#context.store.reset()
    this.#scanner.ended()
    this.#sessions.changed()
    this.#circles.published()
    await this.#scanner.schedule()
  }

  /** Erases all that the profile has here and in R2. A newer profile of the same handle stays. */
  async erase(profileId: string): Promise<void> {
    const { store, env } = this.#context
    const present = store.profile()
    if (!present || present.id === profileId) {
      await this.#circles.leaveAll()
      await store.erase()
      this.#scanner.dismiss(profileId)
      this.#sessions.changed()
    }
    await new ProfileBucket(env.SNAPSHOTS, profileId).erase()
    this.#images.forgotten()
  }

  /** Refuses a change of the time zone soon after the last one. */
  #checkSettled({ time_zone_changed_at: changed }: ProfileDocument): void {
    const seconds = this.#context.config.TIME_ZONE_SETTLED_SECONDS
    if (changed === undefined || this.#context.now() - changed >= seconds) return
    const day = new Date((changed + seconds) * 1000).toISOString().slice(0, 10)
    throw new LaurelError('time_zone_settled', 'The time zone was changed recently.', {
      hint: `You can change it again on ${day}.`,
    })
  }
}

function notPublic(): LaurelError {
  return new LaurelError('invalid_request', 'Only a public page can be listed, and no sample.', {
    hint: 'Set its visibility to public as well.',
  })
}
