import type {
  AchievementDefinition,
  Attested,
  IssuerProfile,
  UnissuedCredential,
} from '../contract/credentials.ts'
import { sha256Hex, uuidOf } from '../digest.ts'
import { type EvaluatedAchievement, TIER_NAMES, type TierName } from '../engine/types.ts'
import { isoMoment } from '../ui/dates.ts'
import type { Urls } from '../urls.ts'
import { ATTESTED, DATED } from './attested.ts'

/** The document of a credential (Open Badges 3.0 appendix B.1.2, VC Data Model 2.0 section 4), not yet signed. */

const CONTEXTS = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  // This one defines the type of the schema below.
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
]
const SCHEMA = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json'

/** An achievement as it is, whoever earns it. */
export interface Definition
  extends Pick<EvaluatedAchievement, 'id' | 'name' | 'description' | 'criteria' | 'category'> {
  /** From Copper up; empty if it has no tiers. */
  tiers?: readonly { name: TierName; threshold: number }[] | undefined
}

/** An earned badge of a profile. */
export interface EarnedBadge {
  /** Id of the profile, never reused. */
  profileId: string
  handle: string
  definition: Definition
  tier: TierName | null
  /** When the tier was earned, or the badge if it has none. Unix seconds. */
  since: number
  /** When the issuer first counted it. Unix seconds. */
  recorded: number
  /** How it is known when it was earned: by the session that earned it, or by the scan that counted it. */
  datedBy: 'session' | 'scan'
  attested: Attested
  /** The zone whose nights or weekends it counts (IANA); null if it counts neither. */
  countedIn: string | null
}

export function issuerProfile(site: Urls): IssuerProfile {
  return {
    id: site.issuer,
    type: ['Profile'],
    name: `Laurel at ${new URL(site.root).host}`,
    url: site.root,
    description: 'Achievement pages made of Hermes histories.',
  }
}

export function achievementDefinition(site: Urls, definition: Definition): AchievementDefinition {
  const id = site.achievement(definition.id)
  const { name, description, criteria, category, tiers = [] } = definition
  return {
    id,
    type: ['Achievement'],
    name,
    description,
    criteria: { narrative: criteria },
    achievementType: 'Badge',
    tag: [category],
    ...(tiers.length > 0
      ? {
          resultDescription: [
            {
              id: resultId(id),
              type: ['ResultDescription'],
              name: 'Tier',
              resultType: 'RubricCriterionLevel',
              rubricCriterionLevel: tiers.map((tier) => ({
                id: levelId(id, tier.name),
                type: ['RubricCriterionLevel'],
                name: tier.name,
                description: `At least ${tier.threshold}`,
                level: String(TIER_NAMES.indexOf(tier.name) + 1),
              })),
            },
          ],
        }
      : {}),
  }
}

/** Returns the credential of an earned badge, without its status. It stays the same until a higher tier is reached. */
export async function credentialOf(site: Urls, badge: EarnedBadge): Promise<UnissuedCredential> {
  const { handle, definition, tier, since, recorded, datedBy, attested, countedIn } = badge
  const achievement = achievementDefinition(site, definition)
  const title = tier === null ? definition.name : `${definition.name}: ${tier}`
  return {
    '@context': CONTEXTS,
    id: await credentialId(badge.profileId, definition.id, tier),
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: title,
    description: `@${handle} earned ${definition.name}${tier === null ? '' : ` in ${tier}`}.`,
    issuer: issuerProfile(site),
    validFrom: isoMoment(recorded),
    awardedDate: isoMoment(since),
    credentialSubject: {
      id: site.profile(handle),
      type: ['AchievementSubject'],
      achievement: {
        ...achievement,
        image: {
          id: site.credential(handle, definition.id, 'png'),
          type: 'Image',
          caption: `${title}, a medal`,
        },
      },
      ...(tier === null
        ? {}
        : {
            result: [
              {
                type: ['Result'],
                resultDescription: resultId(achievement.id),
                achievedLevel: levelId(achievement.id, tier),
              },
            ],
          }),
    },
    evidence: [
      {
        id: site.badge(handle, definition.id),
        type: ['Evidence'],
        name: ATTESTED[attested].name,
        narrative: [
          ATTESTED[attested].narrative,
          DATED[datedBy],
          ...(countedIn === null ? [] : [`Nights and weekends are counted in ${countedIn}.`]),
        ].join(' '),
        genre: attested,
      },
    ],
    credentialSchema: [{ id: SCHEMA, type: '1EdTechJsonSchemaValidator2019' }],
  }
}

/**
 * Returns the id of a credential: a UUID made from a digest (RFC 9562 section 5.8). The same profile, badge and tier
 * always give the same id; another profile that takes over the handle gets other ids.
 */
export async function credentialId(
  profileId: string,
  achievement: string,
  tier: TierName | null,
): Promise<string> {
  const digest = await sha256Hex(JSON.stringify(['laurel credential', profileId, achievement, tier]))
  return `urn:uuid:${uuidOf(digest, 8)}`
}

/** Returns the ids of all credentials that a badge of a profile can have. */
export function credentialIds(profileId: string, achievement: string): Promise<string[]> {
  return Promise.all([null, ...TIER_NAMES].map((tier) => credentialId(profileId, achievement, tier)))
}

/** Returns the tier that a level's URL names; null for any other URL. */
export function tierOfLevel(achievement: string, level: string): TierName | null {
  return TIER_NAMES.find((tier) => levelId(achievement, tier) === level) ?? null
}

function resultId(achievement: string): string {
  return `${achievement}#tier`
}

function levelId(achievement: string, tier: TierName): string {
  return `${achievement}#${tier.toLowerCase()}`
}
