import type { Pull } from '../contract/pulls.ts'
import { counted, sizeLine } from './wording.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `15 minutes`, `1 hour`, `7 days`. */
export function intervalText(seconds: number): string {
  if (seconds >= DAY && seconds % DAY === 0) return counted(seconds / DAY, 'day')
  if (seconds >= HOUR && seconds % HOUR === 0) return counted(seconds / HOUR, 'hour')
  return counted(seconds / MINUTE, 'minute')
}

/** `every hour`, `every 15 minutes`. */
export function everyText(seconds: number): string {
  return `every ${intervalText(seconds).replace(/^1 /, '')}`
}

/** What the last look came to, or how far a running one is. */
export function pullText({ fetched, last_check }: Pull): string {
  if (last_check?.error) return [last_check.error.message, last_check.error.hint].filter(Boolean).join(' ')
  if (fetched) {
    const total = fetched.total === null ? '' : ` of ${sizeLine(fetched.total)}`
    return `Fetching: ${sizeLine(fetched.bytes)}${total}`
  }
  if (last_check === null) return 'Not checked yet'
  return last_check.outcome === 'stored' ? 'Updated' : 'Unchanged'
}
