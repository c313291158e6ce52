import { env } from 'cloudflare:test'
import { expect, it, vi } from 'vitest'
import { issuerObject } from '../../../functions/issuer/object.ts'
import { credentialOf } from '../../../src/credentials/credential.ts'
import { urls } from '../../../src/urls.ts'
import { badge } from '../../credentials/made.ts'
import { ORIGIN } from '../api/client.ts'
import { payloadOf, retireKeys } from './signing-keys.ts'

/** Signs 200 different credentials at once, for an origin. */
async function signAll(origin: string): Promise<string[]> {
  const made = Array.from({ length: 200 }, (_, at) => badge({ profileId: `profile-${at}` }))
  const site = urls({ origin })
  const sign = async (each: (typeof made)[number]) =>
    (await issuerObject(env).issue(origin, each.profileId, await credentialOf(site, each))).jwt
  return Promise.all(made.map(sign))
}

it('signs a credential once for each origin and key, and imports each key once', async () => {
  await retireKeys()
  const [sign, importKey] = [vi.spyOn(crypto.subtle, 'sign'), vi.spyOn(crypto.subtle, 'importKey')]
  const calls = () => [sign.mock.calls.length, importKey.mock.calls.length]
  const first = await signAll(ORIGIN)
  expect(await signAll(ORIGIN)).toEqual(first)
  expect([calls(), new Set(first).size]).toEqual([[200, 1], 200])
  const [other = ''] = await signAll('http://localhost:8787')
  expect(payloadOf(other).iss).toBe('http://localhost:8787/issuer')
  expect(calls()).toEqual([400, 1])
  await retireKeys()
  expect((await signAll(ORIGIN)).filter((token) => first.includes(token))).toEqual([])
  expect(calls()).toEqual([600, 2])
})
