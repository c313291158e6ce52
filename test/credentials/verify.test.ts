import fc from 'fast-check'
import { base64url, importJWK, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { credentialOf } from '../../src/credentials/credential.ts'
import { publishedKey } from '../../src/credentials/jwt.ts'
import { verifyCredential } from '../../src/credentials/verify.ts'
import { urls } from '../../src/urls.ts'
import { runs } from '../properties.ts'
import {
  badge,
  KEY,
  KEYS,
  NOW,
  ORIGIN,
  OTHER_KEY,
  plainBadge,
  RECORDED,
  SINCE,
  SITE,
  signed,
} from './made.ts'

const options = { site: SITE, keys: KEYS, now: NOW }
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** A token of ours with other claims, and another header where need be: what only we could have signed. */
async function signedWith(change: object, header: object = {}): Promise<string> {
  const credential = await credentialOf(SITE, badge())
  const claims = {
    ...credential,
    iss: credential.issuer.id,
    sub: credential.credentialSubject.id,
    jti: credential.id,
    nbf: RECORDED,
    ...change,
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: KEYS[0]?.kid ?? '', typ: 'JWT', ...header })
    .sign(await importJWK(KEY.privateJwk, 'RS256'))
}

describe('a credential of this server', () => {
  it('is valid, and says who earned what, when, and how that is known', async () => {
    expect(await verifyCredential(await signed(), options)).toEqual({
      verdict: 'valid',
      // It is from before there were lists of revoked ones.
      status: null,
      issuer: `${ORIGIN}/issuer`,
      kid: KEYS[0]?.kid,
      claims: {
        id: (await credentialOf(SITE, badge())).id,
        handle: 'ada',
        profile_url: `${ORIGIN}/@ada`,
        achievement: 'let_him_cook',
        name: 'Let Him Cook',
        criteria: 'Tool calls in one session.',
        tier: 'Gold',
        since: SINCE,
        expires: null,
        attested: 'scanned',
      },
    })
    const plain = await verifyCredential(await signed(plainBadge({ attested: 'mixed' })), options)
    expect(plain).toMatchObject({ verdict: 'valid', claims: { tier: null, attested: 'mixed' } })
  })

  it('that has no date of its own was earned when it began to hold', async () => {
    const old = await signedWith({ awardedDate: undefined })
    expect(await verifyCredential(old, options)).toMatchObject({
      verdict: 'valid',
      claims: { since: RECORDED },
    })
  })

  it('verifies with the key that signed it, among others and in any order', async () => {
    const keys = [publishedKey(SITE, OTHER_KEY), ...KEYS]
    for (const some of [keys, keys.toReversed()]) {
      expect((await verifyCredential(await signed(), { ...options, keys: some })).verdict).toBe('valid')
      expect(
        (await verifyCredential(await signed(badge(), OTHER_KEY), { ...options, keys: some })).verdict,
      ).toBe('valid')
    }
  })

  it('is not genuine with a key that is none of the server’s', async () => {
    const forged = await verifyCredential(await signed(badge(), OTHER_KEY), options)
    expect(forged).toEqual({
      ...{ verdict: 'unknown_key', issuer: `${ORIGIN}/issuer` },
      ...{ claims: null, kid: null, status: null },
    })
    expect((await verifyCredential(await signed(), { ...options, keys: [] })).verdict).toBe('unknown_key')
  })

  it('is not genuine when another key signed it in the name of the server’s', async () => {
    const forged = await signed(badge(), { ...OTHER_KEY, id: KEY.id })
    expect(await verifyCredential(forged, options)).toMatchObject({ verdict: 'tampered', claims: null })
  })

  it('never verifies once a single letter is another', async () => {
    const token = await signed()
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - 1),
        fc.constantFrom(...LETTERS, '.', '=', ' '),
        async (at, letter) => {
          fc.pre(token[at] !== letter)
          const { verdict, claims } = await verifyCredential(
            token.slice(0, at) + letter + token.slice(at + 1),
            options,
          )
          expect(verdict).not.toBe('valid')
          expect(claims).toBeNull()
        },
      ),
      // The last letter has bits to spare, which a decoder drops.
      { numRuns: runs(300), examples: [...LETTERS].map((letter) => [token.length - 1, letter]) },
    )
  })

  it('has expired after its end, and is not valid before its day', async () => {
    const ending = { validUntil: new Date((NOW + 60) * 1000).toISOString(), exp: NOW + 60 }
    const token = await signedWith(ending)
    expect(await verifyCredential(token, options)).toMatchObject({
      verdict: 'valid',
      claims: { expires: NOW + 60 },
    })
    const late = await verifyCredential(token, { ...options, now: NOW + 61 })
    expect(late).toMatchObject({ verdict: 'expired', claims: { handle: 'ada' } })
    const early = await verifyCredential(token, { ...options, now: RECORDED - 1 })
    expect(early).toMatchObject({ verdict: 'not_yet_valid', claims: { handle: 'ada' } })
  })

  it.each([
    ['jti', { jti: 'urn:uuid:other' }],
    ['sub', { sub: `${ORIGIN}/@eve` }],
    ['nbf', { nbf: RECORDED - 1 }],
    ['the issuer within', { issuer: { id: 'https://else.example/issuer' } }],
    ['an end that no claim has', { validUntil: '2030-01-01T00:00:00Z' }],
    ['the type', { type: ['VerifiableCredential'] }],
    ['the subject', { sub: 'https://else.example/@a', credentialSubject: { id: 'https://else.example/@a' } }],
    ['what it attests', { evidence: [] }],
  ])('is no credential where it contradicts itself in %s', async (_what, change) => {
    expect(await verifyCredential(await signedWith(change), options)).toMatchObject({
      verdict: 'unreadable',
      claims: null,
    })
  })
})

describe('a token', () => {
  it.each([
    ['without a signature', { alg: 'none', typ: 'JWT' }],
    ['that is signed with the public key as a secret', { alg: 'HS256', typ: 'JWT', kid: KEYS[0]?.kid }],
    ['that brings its own key', { alg: 'RS256', typ: 'JWT', jwk: publishedKey(SITE, OTHER_KEY) }],
  ])('%s is not genuine', async (_how, header) => {
    const [, payload] = (await signed(badge(), OTHER_KEY)).split('.')
    const [, , signature] = (await signed(badge(), OTHER_KEY)).split('.')
    const token = [base64url.encode(JSON.stringify(header)), payload, signature].join('.')
    const { verdict, claims } = await verifyCredential(token, options)
    expect(['tampered', 'unknown_key']).toContain(verdict)
    expect(claims).toBeNull()
  })

  it('of another server is left to that server, whatever key it names', async () => {
    const elsewhere = await signed(badge(), KEY, urls({ origin: 'https://else.example' }))
    const found = await verifyCredential(elsewhere, options)
    expect(found).toEqual({
      verdict: 'other_issuer',
      issuer: 'https://else.example/issuer',
      claims: null,
      kid: null,
      status: null,
    })
    const nobody = `${base64url.encode('{"alg":"RS256"}')}.${base64url.encode('{}')}.x`
    expect(await verifyCredential(nobody, options)).toMatchObject({ verdict: 'other_issuer', issuer: null })
  })

  it('that is none is unreadable, and never an error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.base64String(), fc.json()), async (text) => {
        expect((await verifyCredential(text, options)).verdict).toBe('unreadable')
      }),
    )
    for (const text of ['', '.', '..', 'a.b.c', `${base64url.encode('{}')}.${base64url.encode('7')}.x`]) {
      expect((await verifyCredential(text, options)).verdict).toBe('unreadable')
    }
  })
})
