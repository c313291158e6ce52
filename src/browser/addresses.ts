/** Addresses of the API that pages and scripts speak to, built in one place. */

export const PROFILES_API = '/api/v1/profiles'

export function profileApi(handle: string): string {
  return `${PROFILES_API}/${encodeURIComponent(handle)}`
}

/** Where a profile's history is uploaded to (`PUT`, the raw file). */
export function snapshotPath(handle: string, source = 'default'): string {
  return `${profileApi(handle)}/sources/${encodeURIComponent(source)}/snapshot`
}

/** Where the events of a profile's scans come from (server-sent events, HTML Standard section 9.2). */
export function eventsPath(handle: string): string {
  return `${profileApi(handle)}/events`
}

/** What one session alone would unlock. */
export function sessionBadgesPath(handle: string, sessionId: string): string {
  return `${profileApi(handle)}/sessions/${encodeURIComponent(sessionId)}/badges`
}

export function scanStatusPath(handle: string): string {
  return `${profileApi(handle)}/scan-status`
}
