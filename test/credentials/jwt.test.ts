import { describe, expect, it } from 'vitest'
import { credentialOf } from '../../src/credentials/credential.ts'
import { publishedKey } from '../../src/credentials/jwt.ts'
import { independentlyVerified } from './independent.ts'
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

const [published] = KEYS
const now = new Date(NOW * 1000)

function partsOf(token: string): Record<string, unknown>[] {
  return token.split('.', 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')))
}

describe('a signed credential', () => {
  it.each([
    ['with tiers', badge()],
    ['without', plainBadge({ attested: 'self-reported' })],
  ])('%s is verified by a library that shares nothing with the one that signed', async (_of, made) => {
    const asked: string[] = []
    const dereference = (kid: string) => {
      asked.push(kid)
      return published ?? {}
    }
    const credential = await independentlyVerified(await signed(made), dereference, now)
    expect(credential).toEqual(await credentialOf(SITE, made))
    expect(asked).toEqual([published?.kid])
  })

  it('is turned down by it under another key, before its day, and when a claim was changed', async () => {
    const token = await signed()
    const [header = '', payload = '', signature = ''] = token.split('.')
    await expect(independentlyVerified(token, () => publishedKey(SITE, OTHER_KEY), now)).rejects.toThrow()
    const before = new Date((SINCE - 600) * 1000)
    await expect(independentlyVerified(token, () => published ?? {}, before)).rejects.toThrow()
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const raised = Buffer.from(JSON.stringify({ ...claims, name: 'More' })).toString('base64url')
    const forged = [header, raised, signature].join('.')
    await expect(independentlyVerified(forged, () => published ?? {}, now)).rejects.toThrow()
  })

  it('has a header of three members, and the claims that repeat the credential', async () => {
    const [header, claims] = partsOf(await signed())
    const credential = await credentialOf(SITE, badge())
    expect(header).toEqual({ alg: 'RS256', kid: published?.kid, typ: 'JWT' })
    expect(claims).toEqual({
      ...credential,
      iss: SITE.issuer,
      sub: `${ORIGIN}/@ada`,
      jti: credential.id,
      nbf: RECORDED,
    })
  })

  it('is the same letters whenever it is signed with the same key', async () => {
    expect(await signed()).toBe(await signed())
    expect(await signed(badge(), OTHER_KEY)).not.toBe(await signed())
  })
})

it('publishes of a key what verifies, and nothing that signs', () => {
  const { privateJwk } = KEY
  expect(Object.keys(published ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  expect(Buffer.from(published?.n ?? '', 'base64url').length * 8).toBe(2048)
  // Even where the private half is handed to it by mistake.
  const careless = publishedKey(SITE, { id: KEY.id, publicJwk: privateJwk })
  expect(careless).toEqual(published)
  for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const) {
    expect(privateJwk[secret]).toEqual(expect.any(String))
    expect(careless).not.toHaveProperty(secret)
  }
})
