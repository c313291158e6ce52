/** The addresses that credentials name. `origin` is that of the server, without a slash at the end. */

export const JWKS_PATH = '/.well-known/jwks.json'
export const ISSUER_PATH = '/issuer'
export const ACHIEVEMENTS_PATH = '/achievements'

/** The issuer's profile, which is also its identifier. */
export function issuerId(origin: string): string {
  return `${origin}${ISSUER_PATH}`
}

/** A key's own address: it answers the bare JWK, which Open Badges 3.0 (section 8.6) wants of a `kid`. */
export function keyId(origin: string, key: string): string {
  return `${issuerId(origin)}/keys/${key}`
}

/** The definition of an achievement, the same for everyone who earns it. */
export function achievementUrl(origin: string, achievement: string): string {
  return `${origin}${ACHIEVEMENTS_PATH}/${achievement}`
}

/** A profile's page, which is also the subject's identifier. */
export function subjectId(origin: string, handle: string): string {
  return `${origin}/@${handle}`
}

/** The handle of a subject; null for what is no profile of this server. */
export function handleOf(origin: string, subject: string): string | null {
  const start = subjectId(origin, '')
  return subject.startsWith(start) ? subject.slice(start.length) : null
}

/** The achievement of a definition's address; null for what is none of this server. */
export function achievementOf(origin: string, definition: string): string | null {
  const start = achievementUrl(origin, '')
  return definition.startsWith(start) ? definition.slice(start.length) : null
}

/** Where the credential of a profile's badge is had: signed, or baked into its picture. */
export function credentialUrl(
  origin: string,
  handle: string,
  achievement: string,
  form: 'jwt' | 'svg' | 'png',
): string {
  return `${subjectId(origin, handle)}/${achievement}/credential.${form}`
}
