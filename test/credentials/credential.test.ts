import { describe, expect, it } from 'vitest'
import { CredentialSchema } from '../../src/contract/credentials.ts'
import {
  achievementDefinition,
  credentialId,
  credentialOf,
  issuerProfile,
} from '../../src/credentials/credential.ts'
import { statusEntry } from '../../src/credentials/status-list.ts'
import { achievementOf, handleOf } from '../../src/credentials/verify.ts'
import { expanded } from './independent.ts'
import { badge, NOW, ORIGIN, plainBadge, RECORDED, SINCE, SITE } from './made.ts'

/**
 * The members that each class must have. Open Badges 3.0, appendix B.1, by the name of the class; of a status, Bitstring
 * Status List v1.0, section 2.1.
 */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  OpenBadgeCredential: ['@context', 'id', 'type', 'credentialSubject', 'issuer', 'validFrom'],
  AchievementSubject: ['type', 'achievement'],
  Achievement: ['id', 'type', 'criteria', 'description', 'name'],
  Profile: ['id', 'type'],
  Image: ['id', 'type'],
  Evidence: ['type'],
  Result: ['type'],
  ResultDescription: ['id', 'type', 'name', 'resultType'],
  RubricCriterionLevel: ['id', 'type', 'name'],
  '1EdTechJsonSchemaValidator2019': ['id', 'type'],
  BitstringStatusListEntry: ['type', 'statusPurpose', 'statusListIndex', 'statusListCredential'],
}

/** Returns each object of a document that has a type, with the last of its types. */
function typedObjects(value: unknown): { type: string; members: string[] }[] {
  if (typeof value !== 'object' || value === null) return []
  const within = Object.values(value).flatMap(typedObjects)
  const type = 'type' in value ? [value.type].flat().at(-1) : undefined
  return typeof type === 'string' ? [{ type, members: Object.keys(value) }, ...within] : within
}

describe.each([
  ['of a badge with tiers', badge()],
  ['of one without', plainBadge()],
])('the credential %s', (_of, made) => {
  it('has every term in the contexts of Open Badges 3.0, and every field in the schema', async () => {
    const status = statusEntry(SITE, { list: 1, position: 7 })
    const credential = { ...(await credentialOf(SITE, made)), credentialStatus: status }
    const [whole] = await expanded(credential)
    expect(JSON.stringify(whole)).toContain(
      'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential',
    )
    expect(CredentialSchema.parse(credential)).toEqual(credential)
  })

  it('has in each part what Open Badges 3.0 requires there', async () => {
    const status = statusEntry(SITE, { list: 1, position: 7 })
    const parts = typedObjects({ ...(await credentialOf(SITE, made)), credentialStatus: status })
    expect(parts.length).toBeGreaterThan(7)
    for (const { type, members } of parts) {
      expect([type, members]).toEqual([
        type,
        expect.arrayContaining([...(REQUIRED[type] ?? ['a known type'])]),
      ])
    }
  })

  it('names its subject by the address of the page alone', async () => {
    const { credentialSubject } = await credentialOf(SITE, made)
    expect(credentialSubject.id).toBe(`${ORIGIN}/@ada`)
    expect(JSON.stringify(await credentialOf(SITE, made))).not.toMatch(/mailto:|identityHash|8e2c6d5e/)
  })

  it('is dated when it was earned, holds from when it was counted, and names no end', async () => {
    const credential = await credentialOf(SITE, made)
    expect(Date.parse(credential.awardedDate)).toBe(SINCE * 1000)
    expect(Date.parse(credential.validFrom)).toBe(RECORDED * 1000)
    expect(credential).not.toHaveProperty('validUntil')
  })
})

it('says the tier as a level of the result, one of those that the achievement has', async () => {
  const { name, credentialSubject } = await credentialOf(SITE, badge({ tier: 'Diamond' }))
  const { achievement, result } = credentialSubject
  const levels = achievement.resultDescription?.[0]?.rubricCriterionLevel ?? []
  expect(name).toBe('Let Him Cook: Diamond')
  expect(levels.find(({ id }) => id === result?.[0]?.achievedLevel)).toMatchObject({
    name: 'Diamond',
    level: '4',
  })
  expect(result?.[0]?.resultDescription).toBe(achievement.resultDescription?.[0]?.id)
})

it.each([
  [
    'scanned',
    /^Computed by this server from an uploaded history$/,
    /can’t tell whether that history is genuine/,
  ],
  ['self-reported', /^Self-reported by the owner$/, /plausibility, not for truth/],
  ['mixed', /uploaded history and self-reported counts$/, /counted some of it/],
] as const)('attests %s in words that promise no more', async (attested, name, narrative) => {
  const { evidence } = await credentialOf(SITE, badge({ attested }))
  expect(evidence).toHaveLength(1)
  expect(evidence[0]).toMatchObject({
    genre: attested,
    name: expect.stringMatching(name),
    narrative: expect.stringMatching(narrative),
  })
})

it.each([
  ['session', /dated by the last activity of the session/],
  ['scan', /no usable time, so it is dated by the scan/],
] as const)('says how its date is known: by the %s', async (datedBy, narrative) => {
  const { evidence } = await credentialOf(SITE, badge({ datedBy }))
  expect(evidence[0]?.narrative).toMatch(narrative)
})

describe('the id of a credential', () => {
  it('is the same however often, and whatever else was counted since', async () => {
    const [one, again] = [
      badge(),
      badge({ attested: 'mixed', since: SINCE + 1, recorded: NOW, handle: 'eva' }),
    ]
    expect((await credentialOf(SITE, again)).id).toBe((await credentialOf(SITE, one)).id)
    expect((await credentialOf(SITE, one)).id).toMatch(
      /^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    )
  })

  it('is another for another profile, badge or tier', async () => {
    const ids = await Promise.all([
      credentialId('a', 'b', 'Gold'),
      credentialId('a', 'b', 'Silver'),
      credentialId('a', 'b', null),
      credentialId('a', 'c', 'Gold'),
      credentialId('b', 'b', 'Gold'),
      credentialId('a","b', 'Gold', null),
    ])
    expect(new Set(ids).size).toBe(ids.length)
  })
})

it('describes issuer and achievement as the documents at their addresses do', async () => {
  const { issuer, credentialSubject } = await credentialOf(SITE, badge())
  const { image, ...achievement } = credentialSubject.achievement
  expect(issuer).toEqual(issuerProfile(SITE))
  expect(achievement).toEqual(achievementDefinition(SITE, badge().definition))
  expect(image?.id).toBe(`${ORIGIN}/@ada/let_him_cook/credential.png`)
})

it('reads handles and achievements of this server alone out of addresses', () => {
  expect([handleOf(SITE, `${ORIGIN}/@ada`), handleOf(SITE, 'https://else.example/@ada')]).toEqual([
    'ada',
    null,
  ])
  expect([
    achievementOf(SITE, `${ORIGIN}/achievements/x`),
    achievementOf(SITE, `${ORIGIN}.example/achievements/x`),
  ]).toEqual(['x', null])
})
