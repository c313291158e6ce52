import { idle } from './idle.ts'
import { paths } from './paths.ts'

/** Has the front page kept for when there is no network, in the language it has now, where the browser can. */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  await idle()
  const script = `${paths.asset('service-worker.js')}?lang=${document.documentElement.lang}`
  await navigator.serviceWorker.register(script).catch(() => undefined)
}
