import type { BadgeOptions, PicturedView, Shield } from '../contract/cards.ts'
import { type BadgeFacts, badgeFacts, placeholderFacts } from './badge.ts'
import { METAL_COLOURS } from './themes.ts'
import type { PlaceholderKind } from './words.ts'

/** Returns what a badge says, for shields.io to draw (schema of its endpoint badge, version 1). `ttl`: seconds. */
export function shield(view: PicturedView, options: BadgeOptions, now: number, ttl: number): Shield {
  return shieldOf(badgeFacts(view, options, now), ttl)
}

/** `ttl`: seconds; null if shields.io is not to keep it for longer than it has to. */
export function placeholderShield(kind: PlaceholderKind, options: BadgeOptions, ttl: number | null): Shield {
  return { ...shieldOf(placeholderFacts(kind, options), ttl), isError: true }
}

/** Shortest time that shields.io caches for. Unit: seconds. */
const TTL_MIN = 300

function shieldOf({ label, message, metal }: BadgeFacts, ttl: number | null): Shield {
  return {
    schemaVersion: 1,
    label,
    message,
    color: metal ? METAL_COLOURS[metal].base : 'lightgrey',
    labelColor: '#28322d',
    ...(ttl === null ? {} : { cacheSeconds: Math.max(TTL_MIN, Math.ceil(ttl)) }),
  }
}
