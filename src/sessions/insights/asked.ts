/** Days that a report looks back by default, and at most. */
export const DAYS_DEFAULT = 30
export const DAYS_MAX = 36_500

/** The days and the platform that are asked for, in an address or on a command line: nonsense is the default. */
export function insightsAsked(asked: { days?: string | undefined; source?: string | undefined }): {
  days: number
  source: string | null
} {
  const days = Math.trunc(Number(asked.days || Number.NaN))
  const within = Number.isFinite(days) ? Math.min(DAYS_MAX, Math.max(1, days)) : DAYS_DEFAULT
  return { days: within, source: asked.source || null }
}
