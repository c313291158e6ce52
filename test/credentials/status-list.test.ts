import { describe, expect, it } from 'vitest'
import { credentialOf } from '../../src/credentials/credential.ts'
import { importSigningKey, signCredential } from '../../src/credentials/jwt.ts'
import { placeIn, statusEntry, statusListCredential } from '../../src/credentials/status-list.ts'
import { verifyCredential } from '../../src/credentials/verify.ts'
import { independentlyVerified } from './independent.ts'
import { badge, KEY, KEYS, NOW, ORIGIN, RECORDED, SITE } from './made.ts'
import { revokedIn } from './status-bits.ts'

const PLACE = { list: 2, position: 70_001 }
const verified = (token: string) => independentlyVerified(token, () => KEYS[0] ?? {}, new Date(NOW * 1000))
const signed = async (document: Parameters<typeof signCredential>[1]) =>
  signCredential(SITE, document, await importSigningKey(KEY))

describe('a list of revoked credentials', () => {
  const list = (revoked: number[]) =>
    statusListCredential(SITE, { number: 2, changedAt: RECORDED, revoked, ttlSeconds: 300 })

  it('has a bit for each place, the highest of a byte first, and enough places to hide in', async () => {
    const { credentialSubject } = await list([0, 7, 8, 70_001, 131_071])
    expect(await revokedIn(credentialSubject.encodedList)).toEqual({
      places: 131_072,
      revoked: [0, 7, 8, 70_001, 131_071],
    })
    expect((await revokedIn((await list([])).credentialSubject.encodedList)).revoked).toEqual([])
  })

  // Bitstring Status List v1.0, section 2.2.
  it('is signed as credentials are, and holds what verifiers ask for', async () => {
    expect(await verified(await signed(await list([7])))).toMatchObject({
      id: `${ORIGIN}/issuer/status/2`,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer: { id: `${ORIGIN}/issuer` },
      credentialSubject: {
        id: `${ORIGIN}/issuer/status/2#list`,
        type: 'BitstringStatusList',
        statusPurpose: 'revocation',
        ttl: 300_000,
      },
    })
  })
})

describe('a credential', () => {
  // Section 2.1.
  it('names its place in a list, which other verifiers understand', async () => {
    const credentialStatus = statusEntry(SITE, PLACE)
    expect(credentialStatus).toEqual({
      id: `${ORIGIN}/issuer/status/2#70001`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '70001',
      statusListCredential: `${ORIGIN}/issuer/status/2`,
    })
    const credential = { ...(await credentialOf(SITE, badge())), credentialStatus }
    const token = await signed(credential)
    expect(await verified(token)).toMatchObject({ credentialStatus })
    const options = { site: SITE, keys: KEYS, now: NOW }
    expect(await verifyCredential(token, options)).toMatchObject({ verdict: 'valid', status: PLACE })
  })

  it.each([
    ['https://else.example/issuer/status/2', '1'],
    [`${ORIGIN}/issuer/status/x`, '1'],
    [`${ORIGIN}/issuer/status/2`, '-1'],
    [`${ORIGIN}/issuer/status/2`, ''],
  ])('has no place in what is no list of this server: %s, %s', (statusListCredential, statusListIndex) => {
    expect(placeIn(SITE, { statusListCredential, statusListIndex })).toBeNull()
  })
})
