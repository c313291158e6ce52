import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import { achievementDefinition, issuerProfile } from '../../../src/credentials/credential.ts'
import { CREDENTIAL_FORMAT_LIST } from '../../../src/credentials/formats.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { TIER_NAMES } from '../../../src/engine/types.ts'
import { LaurelError } from '../../../src/errors.ts'
import { badgeImageSvg } from '../../../src/render/badge-image.ts'
import { HANDLE_ROUTE, ROUTES, withoutScheme } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { prefersPage } from '../../http/prefers-page.ts'
import { tooManyPictures, tooManyRequests } from '../../http/rate-limit.ts'
import { issuerObject } from '../../issuer/object.ts'
import { achievementPage, issuerPage, keysPage, statusListPage } from '../../pages/documents/answers.tsx'
import { answer, RETAINED_HEADERS } from '../images/answer.ts'
import { badgeImagePng } from './badge-image.ts'
import { type Issued, issued } from './issuing.ts'

const BADGE = `${HANDLE_ROUTE}/:achievement{[a-z0-9_]+}`
type Format = (typeof CREDENTIAL_FORMAT_LIST)[number]
type Body = string | Uint8Array<ArrayBuffer>

const LINKED_JSON = 'application/ld+json; charset=utf-8'
const JWK = 'application/jwk+json'
const JWK_SET = 'application/jwk-set+json'
/** Securing Verifiable Credentials using JOSE and COSE, section 6.1.1. */
const VC_JWT = 'application/vc+jwt'

/** Credentials, and what they name: who issues them, with which keys, and what can be earned. */
export const credentialRoutes = new Hono<AppEnv>()
  .get(ROUTES.issuer, (c) =>
    prefersPage(c, LINKED_JSON) ? issuerPage(c) : published(c, issuerProfile(c.var.urls), LINKED_JSON),
  )
  .get(ROUTES.issuerKey(':key{[\\w-]+}'), async (c) => {
    const keys = await issuerObject(c.env).keys(c.var.urls.root)
    const key = keys.find(({ jwk }) => jwk.kid.endsWith(`/${c.req.param('key')}`))
    if (!key) throw nothingHere()
    if (prefersPage(c, JWK)) return keysPage(c, [key], c.req.param('key'))
    return published(c, key.jwk, JWK)
  })
  .get(ROUTES.jwks, async (c) => {
    const keys = await issuerObject(c.env).keys(c.var.urls.root)
    if (prefersPage(c, JWK_SET)) return keysPage(c, keys)
    return published(c, { keys: keys.map(({ jwk }) => jwk) }, JWK_SET)
  })
  .get(ROUTES.statusList(':number{[1-9][0-9]{0,8}}'), async (c) => {
    const number = Number(c.req.param('number'))
    const list = await issuerObject(c.env).statusList(c.var.urls.root, number)
    if (!list) throw nothingHere()
    if (prefersPage(c, VC_JWT)) return statusListPage(c, number, list.revoked)
    return published(c, list.jwt, VC_JWT)
  })
  .get(ROUTES.achievement(':achievement{[a-z0-9_]+}'), (c) => {
    // A secret achievement is not revealed to anyone.
    const found = CATALOG.find(({ id, secret }) => id === c.req.param('achievement') && !secret)
    if (!found) throw nothingHere()
    const thresholds = 'tiers' in found ? found.tiers : []
    const tiers = thresholds.flatMap((threshold, at) => {
      const name = TIER_NAMES[at]
      return name ? [{ name, threshold }] : []
    })
    const definition = achievementDefinition(c.var.urls, { ...found, tiers })
    c.header('Link', `<${c.var.urls.achievement(found.id)}>; rel="canonical"`)
    if (prefersPage(c, LINKED_JSON)) return achievementPage(c, found.id, definition)
    return published(c, definition, LINKED_JSON)
  })

for (const format of CREDENTIAL_FORMAT_LIST) {
  const etags = etag(format.isPicture ? { retainedHeaders: RETAINED_HEADERS } : {})
  credentialRoutes.get(`${BADGE}/credential.${format.extension}`, etags, access('anyone'), async (c) => {
    const earned = await issuedHere(c)
    const { jwt, badge, achievement, timeZone } = earned
    const page = withoutScheme(c.var.urls.profile(badge.handle))
    const body = await format.encode({
      jwt,
      svg: () => badgeImageSvg({ handle: badge.handle, page, since: badge.since, achievement, timeZone }),
      png: () => badgeImagePng(c.env, page, earned),
    })
    return format.isPicture ? picture(c, format, body) : download(c, format, body)
  })
}

/**
 * Returns the credential that the URL names.
 * @throws LaurelError `not_found`, the same for locked, hidden and unknown badges; `rate_limited`
 */
async function issuedHere(c: Context<AppEnv>): Promise<Issued> {
  const { handle } = c.var.access.profile
  if (await tooManyPictures(c, handle)) throw tooManyRequests()
  const found = await issued(c.env, c.var.urls, handle, c.req.param('achievement') ?? '')
  if (!found) throw nothingHere()
  return found
}

/** Responds with a file to save. */
function download(c: Context<AppEnv>, { type, extension }: Format, body: Body): Response {
  c.header('Access-Control-Allow-Origin', '*')
  c.header('Content-Disposition', `attachment; ${fileName(c, extension)}`)
  return c.body(body, 200, { 'Content-Type': type })
}

/** Responds like other pictures, except that caches may not keep one of a private profile. */
function picture(c: Context<AppEnv>, { type, extension }: Format, body: Body): Response {
  const { visibility } = c.var.access.profile
  const response = answer(c, { type, body, keeping: 'long', listed: visibility === 'public' }, c.var.config)
  response.headers.set('Content-Disposition', `inline; ${fileName(c, extension)}`)
  if (visibility === 'private') response.headers.set('Cache-Control', 'no-store')
  return response
}

function fileName(c: Context<AppEnv>, extension: string): string {
  return `filename="${c.var.access.profile.handle}-${c.req.param('achievement')}.${extension}"`
}

function published(c: Context<AppEnv>, document: object | string, type: string): Response {
  c.header('Access-Control-Allow-Origin', '*')
  c.header('Cache-Control', `public, max-age=${c.var.config.JWKS_TTL_SECONDS}`)
  return c.body(typeof document === 'string' ? document : JSON.stringify(document), 200, {
    'Content-Type': type,
  })
}

function nothingHere(): LaurelError {
  return new LaurelError('not_found', 'There is nothing here.')
}
