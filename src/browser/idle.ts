/** Resolves when the page is idle. Safari has no `requestIdleCallback`. */
export function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: IDLE_AT_LAST_MS })
    else setTimeout(resolve, IDLE_GUESS_MS)
  })
}

const IDLE_AT_LAST_MS = 2000
const IDLE_GUESS_MS = 200
