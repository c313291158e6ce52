import { idle } from './idle.ts'
import { paths } from './paths.ts'

/** Has the front page kept for when there is no network, where the browser can. */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  await idle()
  await navigator.serviceWorker.register(paths.asset('service-worker.js')).catch(() => undefined)
}
