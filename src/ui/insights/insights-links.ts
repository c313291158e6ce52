import type { Query } from '../../urls.ts'

/** Where the links of insights lead: to pages of a server, or to places of a result in this browser. */
export interface InsightsLinks {
  insights(query: Query): string
  sessions(query: Query): string
}
