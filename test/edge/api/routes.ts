import { app } from '../../../functions/app.ts'
import type { OpenApiDocument } from '../../../functions/pages/docs/openapi.ts'
import { CARD_KINDS } from '../../../src/contract/wrapped.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { PLUGIN_PATH } from '../../../src/urls.ts'
import { call, ORIGIN, type Owned } from './client.ts'
import { MONTH, YEAR } from './stories.ts'

export interface Route {
  method: string
  /** With `:name` for each parameter. */
  path: string
}

/**
 * Whether a route responds with a picture: always with 200, whatever there is to show and whatever the client accepts.
 */
export const isPicture = ({ path }: Route): boolean =>
  /^\/:handle\/(?:(?!feed\.)[a-z]+\.[a-z]+|with\/:other\/og\.png|:year(?:\/:month)?\/cards\/:card|:achievement\/credential\.(?:svg|png))$/.test(
    path,
  )

/** The pattern of a parameter, such as `{@[a-z]+}`, which may contain counts. */
const PATTERN = /\{(?:[^{}]|\{[^{}]*\})*\}/g

/**
 * Returns every route of the app, without middleware: from its own table, so that a new one is never forgotten. Those of
 * the achievements plugin are aside, as they do not exist here; plugin.test.ts is about them.
 */
export function everyRoute(): Route[] {
  const routes = app.routes
    .filter(({ method, path }) => method !== 'ALL' && !path.startsWith(PLUGIN_PATH))
    .map(({ method, path }) => ({ method, path: path.replace(PATTERN, '') }))
  return [...new Map(routes.map((route) => [`${route.method} ${route.path}`, route])).values()]
}

/** The handle that profiles are compared with, if there is such a profile. */
export const COMPARED = 'compared-with'

/** Returns the URL of a route for a profile. If the page's pattern begins with `@`, so does the handle. */
export function addressOf({ path }: Route, handle: string, other = COMPARED): string {
  const named = path.startsWith('/:handle') ? `@${handle}` : handle
  return path
    .replace(':handle', named)
    .replace(':source', 'default')
    .replace(':id', 'session-1')
    .replace(':other', `@${other}`)
    .replace(':achievement', 'let_him_cook')
    .replace(':year', YEAR)
    .replace(':period', YEAR)
    .replace(':month', MONTH)
    .replace(':card', 'finale.png')
}

/** A badge that does not exist, to compare others with. */
export const NO_BADGE = 'no_such_badge'
const BADGES = [...CATALOG.map(({ id }) => id), 'secret_1', NO_BADGE]
/** One stands for all that are in the open. */
const DRAWN_BADGES = [
  ...BADGES.slice(0, 1),
  ...CATALOG.filter(({ secret }) => secret).map(({ id }) => id),
  ...BADGES.slice(-2),
]

const QUERIES = [
  '',
  '?state=unlocked',
  '?state=secret',
  '?q=e&sort=closest',
  '?sort=newest&category=Model+Lore',
  '?format=markdown',
  '?format=svg',
  '?format=no',
  '?sort_by=evidence',
  '?limit=bad',
  '?show=latest,secrets,locked&rows=20&columns=10&achievement=secret_1',
]

/**
 * Returns every URL of a route for a profile: with each public value in its path, and each query that may show
 * something else. `issuerKey`: the id of a signing key. An unknown parameter stays as it is, and the route is then not
 * reached.
 */
function addressesOf(route: Route, handle: string, issuerKey: string): string[] {
  const { method, path } = route
  const address = (badge = '') =>
    addressOf({ method, path: path.replace(/:achievement|:card/, badge) }, handle)
      .replace(':file', 'sitemap-1.xml')
      .replace(':key', issuerKey)
      .replace(':number', '1')
  if (method !== 'GET') return [address('let_him_cook')]
  // It depends on nothing in its query.
  if (path.includes(':other')) return [address()]
  if (path.includes(':card'))
    return [address('finale.png'), ...CARD_KINDS.map((kind) => address(`${kind}.svg`))]
  if (path.includes(':period')) return ['', '?names=true', '?names=no'].map((query) => address() + query)
  if (path.includes(':year')) return [address(), `${address()}?as=draft&names=yes`]
  // What the PNG of a credential says, its SVG says too.
  if (path.endsWith(':achievement/credential.png')) return DRAWN_BADGES.map(address)
  if (path.includes(':achievement')) return BADGES.map(address)
  return [...QUERIES, ...queriesOf(route, handle)].map((query) => address('') + query)
}

const FORMS = ['application/json', 'text/html']

/**
 * Returns what is asked of a route, and in which form: the first address, and the last one, where there is no such
 * badge, in both forms; the others by turns, since a form depends on nothing that a badge or a query says.
 */
export function requestsOf(
  route: Route,
  handle: string,
  issuerKey: string,
): [path: string, accept: string][] {
  const addresses = addressesOf(route, handle, issuerKey)
  return addresses.flatMap((path, at): [string, string][] => {
    if (isPicture(route)) return [[path, 'image/*']]
    const isEnd = at === 0 || at === addresses.length - 1
    return FORMS.filter((_, form) => isEnd || form === at % 2).map((form) => [path, form])
  })
}

function queriesOf({ path }: Route, handle: string): string[] {
  if (path === '/oembed') {
    const page = encodeURIComponent(`${ORIGIN}/@${handle}`)
    return [`?url=${page}`, `?url=${page}&format=xml`]
  }
  if (path === '/explore') return DRAWN_BADGES.map((id) => `?badge=${id}&tier=Copper`)
  // The text of a PNG cannot be read, so one stands for all.
  if (/^\/:handle\/[a-z]+\.png$/.test(path)) return [`?achievement=${BADGES[0]}`]
  return /^\/:handle\/(badge\.svg|shield\.json)$/.test(path) ? BADGES.map((id) => `?achievement=${id}`) : []
}

/** The id of the key by which the profile's credentials are signed: the first one to be signed has it made. */
export async function keyThatSigns({ handle }: Pick<Owned, 'handle'>): Promise<string> {
  for (const { id } of CATALOG) if ((await call(`/@${handle}/${id}/credential.jwt`)).ok) break
  const { keys } = await (await call('/.well-known/jwks.json')).json<{ keys: { kid: string }[] }>()
  return keys[0]?.kid.split('/').at(-1) ?? ''
}

export async function openApiDocument(): Promise<OpenApiDocument & { openapi: string }> {
  const answer = await call('/api/v1/openapi.json')
  return answer.json()
}
