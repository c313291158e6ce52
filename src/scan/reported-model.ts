import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { AggregateState } from '../engine/aggregate.ts'
import type { Contribution } from '../engine/contribution.ts'
import type { CountedNames } from '../engine/counted-names.ts'
import { isLocalModel, namesModel, providerOf, REPORTED_MODEL } from '../engine/providers.ts'

/**
 * The name under which a model is reported. It distinguishes models, providers and local models as the engine does, and
 * contains none of the text. It is deterministic, so a model counts once across reported and scanned histories.
 */

/** Hexadecimal digits kept of the SHA-256 of a name. */
const DIGITS = 16
/** One of the engine's marks of a local model. */
const LOCAL = 'local:'

const REPORTED_PROVIDER = /^[0-9a-f]{16}$/

/**
 * Returns the name of a model in a report, `PROVIDER/MODEL` or `PROVIDER/local:MODEL`, both as digests; null if it does
 * not count as a model.
 */
export function reportedModel(name: string | null): string | null {
  if (name === null || !namesModel(name)) return null
  const provider = providerOf(name)
  return `${provider === null ? '' : digest(provider)}/${isLocalModel(name) ? LOCAL : ''}${digest(name)}`
}

/** Returns an aggregate in which scanned and reported models share their names. */
export function withOneName(aggregate: AggregateState): AggregateState {
  const { models, providers } = aggregate
  if (!Object.keys(models).some((name) => REPORTED_MODEL.test(name))) return aggregate
  return { ...aggregate, models: renamed(models, oneModel), providers: renamed(providers, oneProvider) }
}

/** Returns a session with the names that `withOneName` gives. */
export function contributionWithOneName(session: Contribution): Contribution {
  return {
    ...session,
    models: [...new Set(session.models.map(oneModel))],
    providers: [...new Set(session.providers.map(oneProvider))],
  }
}

function oneModel(name: string): string {
  return REPORTED_MODEL.test(name) ? name : (reportedModel(name) ?? name)
}

function oneProvider(name: string): string {
  return REPORTED_PROVIDER.test(name) ? name : digest(name)
}

function renamed(names: CountedNames, newName: (name: string) => string): CountedNames {
  const counted: CountedNames = {}
  for (const [name, count] of Object.entries(names)) {
    const other = newName(name)
    counted[other] = (counted[other] ?? 0) + count
  }
  return counted
}

function digest(name: string): string {
  return bytesToHex(sha256(utf8ToBytes(name))).slice(0, DIGITS)
}
