import { DurableObject } from 'cloudflare:workers'
import { type Config, configFrom } from '../../src/config.ts'
import type {
  Credential,
  PublicKey,
  StatusPlace,
  UnissuedCredential,
} from '../../src/contract/credentials.ts'
import { newSigningKey, publishedKey, type Signable } from '../../src/credentials/jwt.ts'
import { STATUS_LIST_LENGTH, statusEntry, statusListCredential } from '../../src/credentials/status-list.ts'
import { type SigningHalf, SigningKeyTable } from '../../src/storage/signing-key-table.ts'
import { StatusTable } from '../../src/storage/status-table.ts'
import { urls } from '../../src/urls.ts'
import { Signer } from './signer.ts'

/** A published key. Times are Unix seconds. */
export interface KnownKey {
  jwk: PublicKey
  made_at: number
  /** Null for the current key. */
  retired_at: number | null
}

/** Signs credentials: one object per deployment. Private keys are created here and never leave. */
export class IssuerObject extends DurableObject<Env> {
  readonly #config: Config
  readonly #keys: SigningKeyTable
  readonly #statuses: StatusTable
  #making: Promise<void> | null = null
  #signer: Signer | null = null

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#config = configFrom({ ...env })
    this.#keys = new SigningKeyTable(ctx.storage)
    this.#statuses = new StatusTable(ctx.storage, STATUS_LIST_LENGTH)
  }

  /**
   * Issues a credential: gives it a status, the same each time until it is revoked, and signs it. `isNew`: it had none.
   */
  async issue(
    origin: string,
    profileId: string,
    unissued: UnissuedCredential,
  ): Promise<{ jwt: string; credential: Credential; isNew: boolean }> {
    const { isNew, ...place } = this.#statuses.placeOf(unissued.id, profileId, Date.now() / 1000)
    const credential = { ...unissued, credentialStatus: statusEntry(urls({ origin }), place) }
    return { jwt: await this.#sign(origin, credential), credential, isNew }
  }

  /** Revokes credentials of a profile: those with an id, or all. Whose they were is forgotten. */
  async revoke(profileId: string, credentialIds: readonly string[] | null): Promise<void> {
    this.#statuses.revoke(profileId, credentialIds, Date.now() / 1000)
  }

  /** Revokes all credentials of profiles. */
  async forget(profileIds: readonly string[]): Promise<void> {
    for (const id of profileIds) this.#statuses.revoke(id, null, Date.now() / 1000)
  }

  async isRevoked(place: StatusPlace): Promise<boolean> {
    return this.#statuses.isRevoked(place)
  }

  /** Returns a list of revoked credentials, signed, and how many there are in it; null if there is no such list. */
  async statusList(origin: string, number: number): Promise<{ jwt: string; revoked: number } | null> {
    const list = this.#statuses.list(number)
    if (!list) return null
    const site = urls({ origin })
    const ttlSeconds = this.#config.STATUS_LIST_TTL_SECONDS
    const document = await statusListCredential(site, { number, ...list, ttlSeconds })
    return { jwt: await this.#sign(origin, document), revoked: list.revoked.length }
  }

  /** Signs with the current key, creating one if there is none or it has reached its age limit. */
  async #sign(origin: string, credential: Signable): Promise<string> {
    const key = await this.#current()
    if (this.#signer?.keyId !== key.id) this.#signer = new Signer(key, this.#config.TOKENS_KEPT_MAX)
    return this.#signer.sign(origin, credential)
  }

  /** Returns all keys, latest first: retired ones still verify old credentials. */
  async keys(origin: string): Promise<KnownKey[]> {
    return this.#keys.published().map(({ id, made_at, retired_at, public_jwk }) => ({
      jwk: publishedKey(urls({ origin }), { id, publicJwk: JSON.parse(public_jwk) }),
      made_at,
      retired_at,
    }))
  }

  async #current(): Promise<SigningHalf> {
    const fresh = this.#fresh()
    if (fresh) return fresh
    // Concurrent callers share the key being created.
    this.#making ??= this.#renew().finally(() => {
      this.#making = null
    })
    await this.#making
    const made = this.#keys.current()
    if (!made) throw new Error('A signing key was made and is not there.')
    return made
  }

  #fresh(): SigningHalf | null {
    const key = this.#keys.current()
    return key && Date.now() / 1000 - key.made_at < this.#config.SIGNING_KEY_SECONDS ? key : null
  }

  async #renew(): Promise<void> {
    const { id, publicJwk, privateJwk } = await newSigningKey()
    this.#keys.replace({
      id,
      made_at: Date.now() / 1000,
      public_jwk: JSON.stringify(publicJwk),
      private_jwk: JSON.stringify(privateJwk),
    })
  }
}

/** Returns the deployment's issuer. */
export function issuerObject(env: Env): DurableObjectStub<IssuerObject> {
  return env.ISSUER.get(env.ISSUER.idFromName('issuer'))
}
