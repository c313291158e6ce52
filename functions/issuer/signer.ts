import {
  type ImportedKey,
  importSigningKey,
  type Signable,
  signCredential,
} from '../../src/credentials/jwt.ts'
import type { SigningHalf } from '../../src/storage/signing-key-table.ts'
import { urls } from '../../src/urls.ts'

/** Signs with one key, which is imported once. RS256 is deterministic, so that a token that was made can stand for it. */
export class Signer {
  readonly keyId: string
  readonly #key: Promise<ImportedKey>
  readonly #tokensMax: number
  /** By what was signed; the least recently used first. */
  readonly #tokens = new Map<string, Promise<string>>()

  constructor({ id, private_jwk }: SigningHalf, tokensMax: number) {
    this.keyId = id
    this.#key = importSigningKey({ id, privateJwk: JSON.parse(private_jwk) })
    this.#tokensMax = tokensMax
  }

  /** Returns the token of a credential, signed for an origin. */
  sign(origin: string, credential: Signable): Promise<string> {
    const content = JSON.stringify([origin, credential])
    const token = this.#tokens.get(content) ?? this.#make(origin, credential)
    this.#tokens.delete(content)
    this.#tokens.set(content, token)
    token.catch(() => this.#tokens.delete(content))
    for (const oldest of this.#tokens.keys()) {
      if (this.#tokens.size <= this.#tokensMax) break
      this.#tokens.delete(oldest)
    }
    return token
  }

  async #make(origin: string, credential: Signable): Promise<string> {
    return signCredential(urls({ origin }), credential, await this.#key)
  }
}
