/**
 * Whether Hermes signed a body with this secret: `sha256=` and the HMAC-SHA256 in hexadecimal, in its header
 * `X-Hermes-Signature-256`. Takes the same time wherever the two differ.
 */
export async function isSigned(
  body: Uint8Array<ArrayBuffer>,
  header: string,
  secret: string,
): Promise<boolean> {
  const digits = /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1]
  if (digits === undefined) return false
  const signature = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, [
    'verify',
  ])
  return crypto.subtle.verify('HMAC', key, signature, body)
}
