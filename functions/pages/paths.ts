import { type Filters, queryOf } from '../../src/page/selection.ts'

/** Every address that the pages link to or post to, built in one place. */

export const HOME_PATH = '/'
export const SIGN_IN_PATH = '/sign-in'
export const SIGN_OUT_PATH = '/sign-out'
export const CREATE_PATH = '/profiles'
export const SAMPLE_PATH = '/sample'
export const API_DOCS_PATH = '/docs'

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

/** The page of one badge. */
export function badgePath(handle: string, achievement: string): string {
  return `${profilePath(handle)}/${encodeURIComponent(achievement)}`
}

/** Where a form of the owner's posts to. */
export function ownerActionPath(
  handle: string,
  action: 'rescan' | 'settings' | 'delete' | 'sources',
): string {
  return `${profilePath(handle)}/${action}`
}

/** Where a form about one of the owner's histories posts to. */
export function sourceActionPath(handle: string, source: string, action: 'change' | 'remove'): string {
  return `${ownerActionPath(handle, 'sources')}/${encodeURIComponent(source)}/${action}`
}
