import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from 'jose'
import { type PublicKey, PublicKeySchema } from '../contract/credentials.ts'
import type { Urls } from '../urls.ts'

/**
 * Credentials as JSON Web Tokens (Open Badges 3.0 section 8.2). The specification requires every verifier to support
 * RS256, and RS256 is deterministic: the same credential and key give the same token.
 */

export const ALGORITHM = 'RS256'
const MODULUS_BITS = 2048

/** A key pair. The private half never leaves storage. */
export interface SigningKey {
  /** Its thumbprint (RFC 7638). */
  id: string
  publicJwk: JWK
  privateJwk: JWK
}

export async function newSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, {
    modulusLength: MODULUS_BITS,
    extractable: true,
  })
  const [publicJwk, privateJwk] = [await exportJWK(publicKey), await exportJWK(privateKey)]
  return { id: await calculateJwkThumbprint(publicJwk), publicJwk, privateJwk }
}

/** Returns the public half as `site` publishes it: only the members that are named here. */
export function publishedKey(site: Urls, { id, publicJwk }: Omit<SigningKey, 'privateJwk'>): PublicKey {
  const { kty, n, e } = publicJwk
  return PublicKeySchema.parse({ kty, n, e, alg: ALGORITHM, use: 'sig', kid: site.issuerKey(id) })
}

/** A private key that can sign. Importing one takes longer than signing with it. */
export interface ImportedKey {
  id: string
  key: CryptoKey | Uint8Array
}

export async function importSigningKey({
  id,
  privateJwk,
}: Pick<SigningKey, 'id' | 'privateJwk'>): Promise<ImportedKey> {
  return { id, key: await importJWK(privateJwk, ALGORITHM) }
}

/** What of a verifiable credential its claims repeat. */
export interface Signable {
  id: string
  issuer: { id: string }
  validFrom: string
  credentialSubject: { id: string }
}

/**
 * Returns the credential as a compact JWS. Its header holds only what section 8.2.3 names; its payload is the
 * credential with the registered claims that section 8.2.4 derives from it.
 */
export async function signCredential(
  site: Urls,
  credential: Signable,
  { id, key }: ImportedKey,
): Promise<string> {
  const claims = {
    ...credential,
    iss: credential.issuer.id,
    jti: credential.id,
    nbf: Date.parse(credential.validFrom) / 1000,
    sub: credential.credentialSubject.id,
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, kid: site.issuerKey(id), typ: 'JWT' })
    .sign(key)
}
