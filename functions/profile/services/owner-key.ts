import type { SignIns } from '../../../src/contract/owner-key.ts'
import { LaurelError } from '../../../src/errors.ts'
import type { ProfileDocument } from '../../../src/storage/profile-document.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import type { StoredSignIn } from '../../../src/storage/sign-in-table.ts'
import { logFailure } from '../../log.ts'
import type { ProfileContext } from '../context.ts'
import { sameDigest, wrongRecoveryCode } from '../owner-secrets.ts'

/** A secret that a request presents, by its SHA-256 in hexadecimal. */
export interface Proof {
  kind: 'key' | 'token'
  sha256: string
}

export interface Identified {
  profile: ProfileDocument
  owner: boolean
  /** `ProfileStore.stamp`. */
  stamp: string
  /** The id of the sign-in that the owner's token belongs to; null without a token. */
  signIn: string | null
}

export interface NewSignIn {
  tokenSha256: string
  label: string
}

export interface NewSecrets {
  keySha256: string
  recoverySha256: string
  /** Whether the recovery code is replaced too, though there is one and it was not used. */
  renewRecovery: boolean
}

/** Who the owner is: the key, the recovery code, and the browsers that are signed in. */
export class OwnerKey {
  readonly calls = ['identify', 'signIn', 'signOut', 'list', 'end', 'replace'] as const
  readonly #context: ProfileContext
  readonly #store: ProfileStore

  constructor(context: ProfileContext) {
    this.#context = context
    this.#store = context.store
  }

  /** Returns the profile, and whether the proof is its owner's; null if there is no profile. */
  identify(proof: Proof | null): Identified | null {
    const profile = this.#store.profile()
    return profile && { profile, stamp: this.#store.stamp(), ...this.#roleOf(profile, proof) }
  }

  /** Signs a browser in by the key, instead of the token it had. Returns the id; null if the key is wrong. */
  signIn(proof: Proof, signIn: NewSignIn, formerToken: string | null): string | null {
    if (proof.kind !== 'key' || !this.identify(proof)?.owner) return null
    return this.#store.transaction(() => {
      if (formerToken !== null) this.#store.signIns.removeToken(formerToken)
      return this.#add(signIn)
    })
  }

  /** Ends a sign-in by its token. */
  signOut(tokenSha256: string): void {
    if (this.#store.profile()) this.#store.signIns.removeToken(tokenSha256)
  }

  /** `current`: the id of the one that asks. */
  list(current: string | null): SignIns {
    this.#context.profile()
    const sign_ins = this.#valid().map(({ id, label, created_at, last_seen_on }) => {
      return { id, browser: label, created_at, last_seen_on, current: id === current }
    })
    return { sign_ins }
  }

  /** Ends a sign-in. @throws LaurelError `sign_in_not_found` */
  end(id: string): void {
    this.#context.profile()
    if (!this.#store.signIns.remove(id)) {
      throw new LaurelError('sign_in_not_found', 'That browser is not signed in.', {
        hint: 'Reload the list to see which browsers are.',
      })
    }
  }

  /**
   * Replaces the key, by what proves ownership or by the recovery code, and ends all sign-ins. The proof is checked
   * again, so that of two requests with one key the second is refused. Returns whether the recovery code is replaced.
   * @throws LaurelError `wrong_key`, `wrong_recovery_code`, `missing_key`
   */
  replace(proof: Proof | { recoverySha256: string }, next: NewSecrets): boolean {
    const profile = 'kind' in proof ? this.#ownedBy(proof) : this.#recoveredBy(proof.recoverySha256)
    const known = profile.recovery_code_sha256 !== undefined
    if ('kind' in proof && proof.kind === 'token' && next.renewRecovery && known) {
      throw new LaurelError('missing_key', 'Replacing the recovery code needs the owner key itself.', {
        hint: 'Send the owner key as Authorization: Bearer.',
      })
    }
    const renews = next.renewRecovery || !known || !('kind' in proof)
    this.#store.transaction(() => {
      this.#store.saveProfile({
        ...profile,
        owner_key_sha256: next.keySha256,
        ...(renews && { recovery_code_sha256: next.recoverySha256 }),
      })
      this.#store.signIns.clear()
    })
    return renews
  }

  #ownedBy(proof: Proof): ProfileDocument {
    const known = this.identify(proof)
    if (known?.owner) return known.profile
    throw new LaurelError('wrong_key', 'Wrong owner key for this profile.', {
      hint: 'It may have been replaced a moment ago.',
    })
  }

  /** Answers alike for a wrong code, a profile without one, and no profile. */
  #recoveredBy(sha256: string): ProfileDocument {
    const profile = this.#store.profile()
    const stored = profile?.recovery_code_sha256
    if (profile && stored !== undefined && sameDigest(sha256, stored)) return profile
    throw wrongRecoveryCode()
  }

  #roleOf(profile: ProfileDocument, proof: Proof | null): { owner: boolean; signIn: string | null } {
    if (proof?.kind === 'key') {
      return { owner: sameDigest(proof.sha256, profile.owner_key_sha256), signIn: null }
    }
    const found = proof && this.#valid().find(({ token_sha256 }) => sameDigest(proof.sha256, token_sha256))
    if (!found) return { owner: false, signIn: null }
    this.#noteSeen(found)
    return { owner: true, signIn: found.id }
  }

  /** A full object still knows its owner, who can make room. */
  #noteSeen({ id, last_seen_on }: StoredSignIn): void {
    const today = this.#today()
    if (last_seen_on === today) return
    try {
      this.#store.signIns.seen(id, today)
    } catch (error) {
      logFailure('sign_in_not_noted', error)
    }
  }

  #add({ tokenSha256, label }: NewSignIn): string {
    const { SIGN_INS_MAX } = this.#context.config
    const id = crypto.randomUUID()
    this.#store.signIns.trim(this.#expired(), SIGN_INS_MAX - 1)
    const [created_at, last_seen_on] = [this.#context.now(), this.#today()]
    this.#store.signIns.add({ id, token_sha256: tokenSha256, label, created_at, last_seen_on })
    return id
  }

  #valid() {
    return this.#store.signIns.since(this.#expired())
  }

  /** Sign-ins that began by then are over. */
  #expired(): number {
    return this.#context.now() - this.#context.config.SIGN_IN_SECONDS
  }

  #today(): string {
    return new Date(this.#context.now() * 1000).toISOString().slice(0, 10)
  }
}
