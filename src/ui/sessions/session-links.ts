import type { Query } from '../../urls.ts'

/** Where the links of a list of sessions lead: to pages of a server, or to places of a result in this browser. */
export interface SessionLinks {
  /** @param row anchor of the row to scroll to */
  list(query: Query, row?: string): string
  badge(id: string): string
  /** Where a session that is reported live is renamed; null if none is. */
  rename: ((id: string) => string) | null
}
