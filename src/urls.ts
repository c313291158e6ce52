/** The only builder of URLs: for pages, pictures, feeds, webhooks, credentials, the API, the CLI and the browser. */

/** The path of every version of the API, below the root; and the current version. */
const ANY_API_PATH = '/api/'
export const API_PATH = `${ANY_API_PATH}v1`
/** Where clients of Hermes' achievements plugin look for its API. They have the path built in. */
export const PLUGIN_PATH = `${ANY_API_PATH}plugins/hermes-achievements`
/** How the router matches a profile's handle, with its `@`. */
export const HANDLE_ROUTE = '/:handle{@[a-z0-9-]+}'
/** How the router matches it if a proxy may have escaped the `@` or changed the case. */
export const ANY_HANDLE_ROUTE = '/:handle{(?:@|%40)[^/]+}'

/**
 * How the router matches the period of a story, and a picture of one of its cards. It puts `^` before a pattern and `$`
 * after it, so alternatives need a group.
 */
export const YEAR_ROUTE = '/:year{(?:19[7-9][0-9]|[2-9][0-9]{3})}'
export const MONTH_ROUTE = '/:month{(?:0[1-9]|1[0-2])}'
export const CARD_ROUTE = '/cards/:card{[a-z]+\\.(?:png|svg)}'

/** The paths at which reading signs: the credential of a badge, in every format. */
export const SIGNING_PATH = /\/credential(?:\.[a-z]+)?\/?$/

/** The panels of the owner's tools that a form returns to: the id of the element that opens them. */
export const PANELS = {
  histories: 'histories-panel',
  webhooks: 'webhooks-panel',
  hermes: 'hermes-panel',
  settings: 'settings-panel',
  identity: 'identity-panel',
} as const

/** Tells the front page’s script that the reader just signed out. */
export const SIGNED_OUT = '#signed-out'

/** Fields of a query; those that are empty, null or undefined are left out. */
export type Query = Readonly<Record<string, string | null | undefined>>

export interface Site {
  /**
   * Scheme and host without a slash at the end, or the URL of a server as people write it, with its path; '' for URLs
   * relative to the host.
   */
  origin?: string
  /** Path below which Laurel is served, such as `/laurel`; '' at the root of the host. */
  base?: string
}

export type Urls = ReturnType<typeof urls>

/** Returns the URLs of a site: absolute with an `origin`, otherwise paths for links within it. */
export function urls({ origin = '', base = '' }: Site = {}) {
  const root = origin + base
  const api = root + API_PATH
  const profile = (handle: string) => `${root}/@${part(handle)}`
  const badge = (handle: string, id: string) => `${profile(handle)}/${part(id)}`
  const comparison = (handle: string, other?: string) =>
    `${profile(handle)}/with${other === undefined ? '' : `/@${part(other)}`}`
  const story = (handle: string, period: string, query: Query = {}) =>
    `${profile(handle)}/${period.replace('-', '/')}${queryText(query)}`
  const templates = (handle: string, query: Query = {}) => `${profile(handle)}/templates${queryText(query)}`
  const template = (handle: string, name: string) => `${templates(handle)}/${part(name)}`
  const sessions = (handle: string, query: Query = {}) => `${profile(handle)}/sessions${queryText(query)}`
  const circles = (handle: string) => `${profile(handle)}/circles`
  const circle = (handle: string, id: string, month?: string) =>
    `${circles(handle)}/${part(id)}${queryText({ month })}`
  const ownerAction = (handle: string, action: OwnerAction) => `${profile(handle)}/${action}`
  const profileApi = (handle: string) => `${api}/profiles/${part(handle)}`
  const sourceApi = (handle: string, source: string) => `${profileApi(handle)}/sources/${part(source)}`
  const issuer = `${root}/issuer`
  return {
    root,
    home: `${root}/`,
    asset: (file: string) => `${root}/${file}`,
    /** What the script of a page says in another language than English. */
    words: (script: string, locale: string) => `${root}/${script}-${locale}.js`,

    // Pages of the site, and where its forms post to.
    signIn: `${root}/sign-in`,
    /** The form, with the handle filled in. */
    signInTo: (handle?: string) => `${root}/sign-in${queryText({ handle })}`,
    signOut: `${root}/sign-out`,
    /** Where readers say in which language they read. */
    language: `${root}/language`,
    signedOut: `${root}/${SIGNED_OUT}`,
    recover: `${root}/recover`,
    create: `${root}/profiles`,
    sample: `${root}/sample`,
    /** Where an invitation leads; the code is in the fragment, which browsers keep to themselves. */
    joinCircle: (code = '') => `${root}/circles/join${code && `#code=${part(code)}`}`,
    docs: `${root}/docs`,
    verify: `${root}/verify`,
    /** Pages whose owners list them; with a badge, those that have it. */
    explore: `${root}/explore`,
    exploreBy: (query: Query) => `${root}/explore${queryText(query)}`,
    /** What is shown for any page without a network. */
    offline: `${root}/offline`,

    // For whoever runs the server.
    operator: `${root}/operator`,
    operatorErase: `${root}/operator/erase`,
    metrics: `${root}/metrics`,

    // Pages of a profile.
    profile,
    panel: (handle: string, panel: keyof typeof PANELS) => `${profile(handle)}#${PANELS[panel]}`,
    /** `kind`: the picture to begin with. */
    embed: (handle: string, kind?: string) => `${profile(handle)}/embed${queryText({ kind })}`,
    /** Two profiles badge by badge; without the second, the form that asks for it. */
    comparison,
    /** A picture of that, by its file name. */
    comparisonImage: (handle: string, other: string, file: string) => `${comparison(handle, other)}/${file}`,
    /** Leads the owner to the story of this year. */
    wrapped: (handle: string) => `${profile(handle)}/wrapped`,
    /** The story of a year or a month: `2026`, `2026-11`. */
    story,
    /** The picture of one of its cards, by its file name. */
    storyCard: (handle: string, period: string, file: string, query: Query = {}) =>
      `${story(handle, period)}/cards/${file}${queryText(query)}`,
    insights: (handle: string, query: Query = {}) => `${profile(handle)}/insights${queryText(query)}`,
    sessions,
    templates,
    template,
    circles,
    /** What members see of a month of a circle, by default the current one. */
    circle,
    badge,
    /** A badge within the page of its profile. */
    badgeOnPage: (handle: string, id: string) => `${profile(handle)}#badge-${id}`,

    // Where the owner's forms post to.
    ownerAction,
    /** Revokes the credentials of a badge. */
    revoke: (handle: string, id: string) => `${badge(handle, id)}/credential/revoke`,
    sourceAction: (handle: string, source: string, action: 'change' | 'remove') =>
      `${ownerAction(handle, 'sources')}/${part(source)}/${action}`,
    signInAction: (handle: string, signIn: string, action: 'end') =>
      `${profile(handle)}/sign-ins/${part(signIn)}/${action}`,
    pullAction: (handle: string, source: string, action: 'now' | 'remove') =>
      `${ownerAction(handle, 'pulls')}/${part(source)}/${action}`,
    webhookAction: (handle: string, webhook: string, action: 'test' | 'remove') =>
      `${ownerAction(handle, 'webhooks')}/${part(webhook)}/${action}`,
    joinAction: (handle: string) => `${circles(handle)}/join`,
    circleAction: (handle: string, id: string, action: 'rename' | 'code' | 'end') =>
      `${circle(handle, id)}/${action}`,
    memberAction: (handle: string, id: string, member: string) =>
      `${circle(handle, id)}/members/${part(member)}/remove`,
    templateAction: (handle: string, name: string, action: 'delete') => `${template(handle, name)}/${action}`,
    rename: (handle: string, session: string) => `${sessions(handle)}/${part(session)}/rename`,

    // What proxies, readers, search engines and wallets fetch.
    /** A picture of a profile, by its file name: `card.svg`, `og.png`. */
    image: (handle: string, file: string, query: Query = {}) =>
      `${profile(handle)}/${file}${queryText(query)}`,
    feed: (handle: string, format: 'atom' | 'json') => `${profile(handle)}/feed.${format}`,
    /** The same, which is never a page, whatever the client accepts. */
    feedAsSuch: (handle: string, format: 'atom' | 'json') => `${profile(handle)}/feed.${format}?as=feed`,
    oEmbed: (page?: string) => `${root}/oembed${queryText({ url: page })}`,
    robots: `${root}/robots.txt`,
    sitemapIndex: `${root}/sitemap.xml`,
    /** One of the sitemaps that the index names; `number` counts from 1. */
    sitemap: (number: number) => `${root}/sitemap-${number}.xml`,
    /** The credential of a badge; `extension`: of a format in CREDENTIAL_FORMATS. */
    credential: (handle: string, id: string, extension: string) =>
      `${badge(handle, id)}/credential.${extension}`,
    /** The issuer's profile, which is also its identifier. */
    issuer,
    /** The bare JWK of a key, which Open Badges 3.0 (section 8.6) requires at its `kid`. */
    issuerKey: (key: string) => `${issuer}/keys/${key}`,
    /** Which credentials were revoked; `number` counts from 1. */
    statusList: (number: string) => `${issuer}/status/${number}`,
    /** The definition of an achievement, the same for everyone who earns it. */
    achievement: (id: string) => `${root}/achievements/${id}`,
    jwks: `${root}/.well-known/jwks.json`,

    // The API.
    api,
    /** The start of every URL of the API, whatever its version. */
    anyApi: root + ANY_API_PATH,
    openApi: `${api}/openapi.json`,
    profilesApi: `${api}/profiles`,
    profileApi,
    verifyApi: `${api}/credentials/verify`,
    rarityApi: `${api}/rarity`,
    exportApi: (handle: string, format: 'json' | 'markdown' | 'svg') =>
      `${profileApi(handle)}/export${queryText({ format })}`,
    archiveApi: (handle: string) => `${profileApi(handle)}/archive`,
    eventsApi: (handle: string) => `${profileApi(handle)}/events`,
    hermesEventsApi: (handle: string) => `${profileApi(handle)}/hermes-events`,
    scanStatusApi: (handle: string) => `${profileApi(handle)}/scan-status`,
    sessionBadgesApi: (handle: string, session: string) =>
      `${profileApi(handle)}/sessions/${part(session)}/badges`,
    injectApi: (handle: string, template: string) =>
      `${profileApi(handle)}/session-templates/${part(template)}/inject`,
    snapshotApi: (handle: string, source = 'default') => `${sourceApi(handle, source)}/snapshot`,
    sourceApi,
  }
}

/** Paths as the router matches them: without the base. Links have it: those of pages, of handlers and of scripts. */
export const ROUTES = urls()

/** Returns the badge that shields.io draws of an absolute `shield.json`, in one of its styles. */
export function shieldsBadge(url: string, style?: string): string {
  return `https://img.shields.io/endpoint${queryText({ url, style })}`
}

/** Returns a URL as people write it: `laurel.example/@ada`. */
export function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '')
}

/** Returns the path below which a site lies, by the URL of one of its scripts: these are at its root. */
export function baseOf(script: string): string {
  return new URL('.', script).pathname.slice(0, -1)
}

/** Returns an absolute URL as a link within its host: path and query. */
export function withinHost(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}

type OwnerAction =
  | 'rescan'
  | 'recount'
  | 'settings'
  | 'delete'
  | 'sources'
  | 'pulls'
  | 'webhooks'
  | 'hermes-events'
  | 'identity'
  | 'owner-key'

function part(text: string): string {
  return encodeURIComponent(text)
}

/** Returns the fields that have a value, with their question mark; '' without any. */
function queryText(fields: Query): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value) query.set(name, value)
  return query.size > 0 ? `?${query}` : ''
}
