import { LaurelError } from '../../src/errors.ts'

/**
 * Secrets of an owner, 256 random bits each. Only their SHA-256 is stored, which suffices for what cannot be guessed;
 * of `events`, the secret itself, which signs what Hermes posts.
 * `key` proves ownership, `recovery` makes a new key once, `token` is what a browser signs in with.
 */
const PREFIXES = {
  key: 'laurel_',
  recovery: 'laurel_recovery_',
  token: 'laurel_token_',
  events: 'laurel_events_',
} as const

/** Returns a new secret: its prefix and 32 random bytes in base64url (RFC 4648 section 5). */
export function newSecret(kind: keyof typeof PREFIXES): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const base64 = btoa(String.fromCharCode(...bytes))
  return PREFIXES[kind] + base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Whether two digests in hexadecimal are the same. Takes the same time wherever they differ. */
export function sameDigest(given: string, stored: string): boolean {
  const encoder = new TextEncoder()
  const [one, other] = [encoder.encode(given), encoder.encode(stored)]
  return one.length === other.length && crypto.subtle.timingSafeEqual(one, other)
}

export function wrongRecoveryCode(): LaurelError {
  return new LaurelError('wrong_recovery_code', 'Handle and recovery code don’t match.', {
    hint: 'A code works only once. You got the current one with your latest key.',
  })
}
