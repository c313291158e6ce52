/**
 * Signatures of Standard Webhooks 1.0 (https://www.standardwebhooks.com): HMAC-SHA256 over id, timestamp and body,
 * joined by dots, in base64.
 */

const SECRET_PREFIX = 'whsec_'
const TOKEN_BYTES = 32

/** Returns a new secret: `whsec_` and 32 random bytes in base64. */
export function newWebhookSecret(): string {
  return SECRET_PREFIX + randomToken()
}

/** Returns 32 random bytes in base64. */
export function randomToken(): string {
  return base64(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)))
}

/** Returns the headers that sign a message. `timestamp`: Unix seconds. */
export async function signatureHeaders(
  secret: string,
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
): Promise<Record<string, string>> {
  const bytes = Uint8Array.from(atob(secret.slice(SECRET_PREFIX.length)), (character) =>
    character.charCodeAt(0),
  )
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const seconds = String(Math.floor(timestamp))
  const signed = new TextEncoder().encode(`${id}.${seconds}.${body}`)
  const signature = base64(new Uint8Array(await crypto.subtle.sign('HMAC', key, signed)))
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` }
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
