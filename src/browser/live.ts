import { parseObject } from './parse-object.ts'
import { paths } from './paths.ts'
import { isOver, isRunning, parseScanEvent, type ScanEvent } from './scan-event.ts'

/** How following a scan affects the page. */
export interface LivePage {
  /** `generated_at` of the view on screen. */
  shownGeneratedAt(): number | null
  showScan(event: ScanEvent): void
  /** Fetches the page again and updates what changed. Returns whether the server expects more. */
  refresh(): Promise<boolean>
  finished(): void
}

const POLL_MS = 3000
const POLL_MAX_MS = 60_000
/** A request that takes longer has lost its connection; without a timeout the page would wait forever. */
export const REQUEST_TIMEOUT_MS = 10_000
/** Consecutive errors after which events are replaced by polling. */
const ERRORS_BEFORE_POLLING = 2

export interface ScanFollower {
  /** `since`: `generated_at` of the view before the scan was requested; by default, of the one on screen. */
  follow(expectsScan: boolean, since?: number | null): void
}

/** Follows the scans of a profile by events, or by polling if those fail. Starts with `follow()`. */
export function scanFollower(handle: string, page: LivePage): ScanFollower {
  let following = false
  /** A scan was requested but has not been seen yet: an idle server does not mean the end. */
  let expecting = false
  let before: number | null | undefined
  let seen: string | undefined
  let errors = 0

  function follow(expectsScan: boolean, since?: number | null): void {
    expecting ||= expectsScan
    before = since
    if (following) return
    following = true
    errors = 0
    const source = new EventSource(paths.eventsApi(handle))
    source.addEventListener('scan', (message) => {
      errors = 0
      const event = parseScanEvent(message.data)
      if (event) void take(event, source)
    })
    source.addEventListener('error', () => {
      errors += 1
      if (source.readyState !== EventSource.CLOSED && errors < ERRORS_BEFORE_POLLING) return
      source.close()
      void poll(POLL_MS)
    })
  }

  async function take(event: ScanEvent, source: EventSource): Promise<void> {
    const shown = before === undefined ? page.shownGeneratedAt() : before
    const isNew = seen === undefined ? event.generatedAt !== shown : event.revision !== seen
    seen = event.revision
    page.showScan(event)
    if (isRunning(event) || isNew) expecting = false
    const over = isOver(event) && !expecting
    if (over) source.close()
    try {
      if (isNew || event.state === 'failed') await page.refresh()
      if (over) end()
    } catch {
      // The page could not be fetched: retry, since no further event will announce it.
      source.close()
      void poll(POLL_MS)
    }
  }

  async function poll(pauseMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    if (document.hidden) return poll(pauseMs)
    try {
      const response = await fetch(paths.scanStatusApi(handle), {
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      })
      const status = parseObject(await response.text())
      if (!response.ok || typeof status?.state !== 'string') throw new Error('no scan status')
      const more = await page.refresh()
      const isNew = before !== undefined && page.shownGeneratedAt() !== before
      if (status.state === 'running' || isNew) expecting = false
      if (status.state !== 'running' && !more && !expecting) return end()
    } catch {
      return poll(Math.min(POLL_MAX_MS, pauseMs * 2))
    }
    return poll(POLL_MS)
  }

  function end(): void {
    following = false
    seen = undefined
    before = undefined
    page.finished()
  }

  return { follow }
}
