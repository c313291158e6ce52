import type { EarnedBadge } from '../../src/credentials/credential.ts'
import { credentialOf } from '../../src/credentials/credential.ts'
import { importSigningKey, newSigningKey, publishedKey, signCredential } from '../../src/credentials/jwt.ts'
import { TIER_NAMES } from '../../src/engine/types.ts'
import { urls } from '../../src/urls.ts'

export const ORIGIN = 'https://laurel.example'
export const SITE = urls({ origin: ORIGIN })
export const SINCE = 1_760_000_000
export const RECORDED = 1_770_000_000
export const NOW = 1_790_000_000

/** Keys take a while to generate, so the tests of a file share theirs. */
export const KEY = await newSigningKey()
export const OTHER_KEY = await newSigningKey()
export const KEYS = [publishedKey(SITE, KEY)]

export function badge(change: Partial<EarnedBadge> = {}): EarnedBadge {
  return {
    profileId: '8e2c6d5e-7f0b-4f6f-9d0c-0c4c1f8f4b1e',
    handle: 'ada',
    definition: {
      id: 'let_him_cook',
      name: 'Let Him Cook',
      description: 'It ran on its own for a long while.',
      criteria: 'Tool calls in one session.',
      category: 'Agent Autonomy',
      tiers: TIER_NAMES.map((name, step) => ({ name, threshold: 10 ** (step + 1) })),
    },
    tier: 'Gold',
    since: SINCE,
    recorded: RECORDED,
    datedBy: 'session',
    attested: 'scanned',
    countedIn: null,
    ...change,
  }
}

/** Returns a badge without tiers. */
export function plainBadge(change: Partial<EarnedBadge> = {}): EarnedBadge {
  const { tiers: _none, ...definition } = badge().definition
  return badge({ definition, tier: null, ...change })
}

export async function signed(made: EarnedBadge = badge(), key = KEY, site = SITE): Promise<string> {
  return signCredential(site, await credentialOf(site, made), await importSigningKey(key))
}
