import { profileApi } from '../../src/browser/addresses.ts'
import { type Filters, queryOf } from '../../src/ui/filters.ts'

/** Every address that the pages link to or post to, built in one place. */

export const HOME_PATH = '/'
export const SIGN_IN_PATH = '/sign-in'
export const SIGN_OUT_PATH = '/sign-out'
export const CREATE_PATH = '/profiles'
export const SAMPLE_PATH = '/sample'
export const API_DOCS_PATH = '/docs'
export const VERIFY_PATH = '/verify'

/** A profile's page, narrowed by `filters`. */
export function profilePath(handle: string, filters: Filters = {}): string {
  return `/@${encodeURIComponent(handle)}${queryOf(filters)}`
}

/** Where pictures of a profile for elsewhere are put together. */
export function embedPath(handle: string): string {
  return `${profilePath(handle)}/embed`
}

/** The owner's session templates; with a `source`, where new ones are made of its sessions. */
export function templatesPath(handle: string, source: string | null = null): string {
  const query = source === null ? '' : `?source=${encodeURIComponent(source)}`
  return `${profilePath(handle)}/templates${query}`
}

/** One of the owner's session templates. */
export function templatePath(handle: string, name: string): string {
  return `${templatesPath(handle)}/${encodeURIComponent(name)}`
}

/** Where a form about one of them posts to. */
export function templateActionPath(handle: string, name: string, action: 'delete'): string {
  return `${templatePath(handle, name)}/${action}`
}

/** What a profile's sessions come to, for its owner: of some days, and of one platform or all. */
export function insightsPath(handle: string, asked: { days?: string; source?: string | null } = {}): string {
  return `${profilePath(handle)}/insights${queryText({ days: asked.days, source: asked.source })}`
}

/** A profile's sessions, for its owner; `asked` is what its query holds. */
export function sessionsPath(
  handle: string,
  asked: Readonly<Record<string, string | null | undefined>> = {},
): string {
  return `${profilePath(handle)}/sessions${queryText(asked)}`
}

/** Where the form that renames a session posts to. */
export function renamePath(handle: string, sessionId: string): string {
  return `${profilePath(handle)}/sessions/${encodeURIComponent(sessionId)}/rename`
}

/** What is named and has a value, as a query with its question mark; empty for nothing. */
function queryText(fields: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value) query.set(name, value)
  return query.size > 0 ? `?${query}` : ''
}

/** The page of one badge. */
export function badgePath(handle: string, achievement: string): string {
  return `${profilePath(handle)}/${encodeURIComponent(achievement)}`
}

/** The credential of a badge: signed, or baked into its picture. */
export function credentialPath(handle: string, achievement: string, form: 'jwt' | 'svg' | 'png'): string {
  return `${badgePath(handle, achievement)}/credential.${form}`
}

/** Where a form of the owner's posts to. */
export function ownerActionPath(
  handle: string,
  action: 'rescan' | 'recount' | 'settings' | 'delete' | 'sources' | 'webhooks',
): string {
  return `${profilePath(handle)}/${action}`
}

/** Where a form about one of the owner's histories posts to. */
export function sourceActionPath(handle: string, source: string, action: 'change' | 'remove'): string {
  return `${ownerActionPath(handle, 'sources')}/${encodeURIComponent(source)}/${action}`
}

/** Where a form about one of the owner's webhooks posts to. */
export function webhookActionPath(handle: string, webhook: string, action: 'test' | 'remove'): string {
  return `${ownerActionPath(handle, 'webhooks')}/${encodeURIComponent(webhook)}/${action}`
}

/** The panels of the owner's tools that a form leads back to: the part of the page within them that opens them. */
export const PANELS = { histories: 'histories-panel', webhooks: 'webhooks-panel' } as const

/** A profile's page with one of the owner's panels open. */
export function panelPath(handle: string, panel: keyof typeof PANELS): string {
  return `${profilePath(handle)}#${PANELS[panel]}`
}

/** The achievements as a document to keep. */
export function exportPath(handle: string, format: 'json' | 'markdown' | 'svg'): string {
  return `${profileApi(handle)}/export?format=${format}`
}

/** Everything that the profile holds, for its owner. */
export function archivePath(handle: string): string {
  return `${profileApi(handle)}/archive`
}
