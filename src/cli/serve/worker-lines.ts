import { debuglog } from 'node:util'
import type { ServeLog } from './serve-log.ts'

const debug = debuglog('laurel')
/** An owner’s link, or webhook, to a host that is gone. Whoever asked knows, and notes it where the owner sees it. */
const UNKNOWN_HOST = /DNS lookup failed/

/**
 * Passes on the events that the Worker logs. Other lines come from the runtime and may quote what it stores, so they
 * are shown with NODE_DEBUG=laurel only; that there was an error is said.
 */
export function workerLine(line: string, log: ServeLog): void {
  debug('%s', line)
  const { level, message } = parsed(line) ?? { level: 'error', message: '' }
  const event = typeof message === 'string' ? parsed(message) : null
  if (typeof event?.event === 'string') {
    const { event: name, ...fields } = event
    log.event(name, fields)
  } else if (level === 'error' && !UNKNOWN_HOST.test(line)) log.event('runtime_error', {})
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
