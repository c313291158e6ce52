/** Days that a report covers: default and maximum. */
export const DAYS_DEFAULT = 30
export const DAYS_MAX = 36_500

/** Parses days and platform from a query or the command line. Invalid values become the default. */
export function insightsQuery(query: { days?: string | undefined; source?: string | undefined }): {
  days: number
  source: string | null
} {
  const days = Math.trunc(Number(query.days || Number.NaN))
  const within = Number.isFinite(days) ? Math.min(DAYS_MAX, Math.max(1, days)) : DAYS_DEFAULT
  return { days: within, source: query.source || null }
}
