import { DurableObject } from 'cloudflare:workers'
import { type Config, configFrom } from '../../src/config.ts'
import type { Credential, PublicKey } from '../../src/contract/credentials.ts'
import { newSigningKey, publishedKey } from '../../src/credentials/jwt.ts'
import { type SigningHalf, SigningKeyTable } from '../../src/storage/signing-key-table.ts'
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
  #making: Promise<void> | null = null
  #signer: Signer | null = null

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#config = configFrom({ ...env })
    this.#keys = new SigningKeyTable(ctx.storage)
  }

  /** Signs a credential with the current key, creating one if there is none or it has reached its age limit. */
  async sign(origin: string, credential: Credential): Promise<string> {
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
