import type { Query } from '../urls.ts'

/**
 * A result in this browser has four places, each with a fragment of the page's URL: links, forms and the back button
 * work as on a server, which never sees a fragment.
 */
export const LOCAL_PLACES = ['badges', 'sessions', 'insights', 'wrapped'] as const
export type LocalPlaceName = (typeof LOCAL_PLACES)[number]

export interface LocalPlace {
  name: LocalPlaceName
  /** As in the URL of the server's page. */
  query: string
}

/** `#/sessions?q=fix` */
export function fragmentOf(name: LocalPlaceName, query: Query = {}): string {
  const fields = Object.entries(query).flatMap(([field, value]) => (value ? [[field, value]] : []))
  return `#/${name}${fields.length > 0 ? `?${new URLSearchParams(fields)}` : ''}`
}

/** Returns the place of a fragment: badges, unless it names another. */
export function placeIn(fragment: string): LocalPlace {
  const [name, query = ''] = fragment.replace(/^#\//, '').split('?', 2)
  return { name: LOCAL_PLACES.find((place) => place === name) ?? 'badges', query }
}
