/**
 * Service worker: keeps the front page and all that scanning needs, so that both work without a network. It keeps
 * nothing else: what it stores is a fixed list, asked for without cookies, so that no page of an owner is among it.
 */
import { baseOf, urls } from '../urls.ts'

/** This is no module, and knows by its own address where it comes from. */
const paths = urls({ base: baseOf(location.href) })
const CACHE = 'laurel'
const PAGES = [paths.home, paths.offline]
const ASSETS = [
  'home.js',
  'scan-worker.js',
  'sql-wasm.wasm',
  'walk.wasm',
  'laurel.css',
  'source-serif-4-latin-600.woff2',
  'favicon.svg',
].map(paths.asset)

/** Of the Service Workers standard, which the types of pages don't contain. */
interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface FetchEvent extends WorkerEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
declare const skipWaiting: () => Promise<void>

self.addEventListener('install', (event) => {
  ;(event as WorkerEvent).waitUntil(fill().then(() => skipWaiting()))
})

self.addEventListener('fetch', (event) => {
  const { request } = event as FetchEvent
  if (request.method !== 'GET') return
  const { origin, pathname } = new URL(request.url)
  if (request.mode === 'navigate') (event as FetchEvent).respondWith(page(event as FetchEvent, pathname))
  else if (origin === location.origin && ASSETS.includes(pathname)) {
    ;(event as FetchEvent).respondWith(fetch(request).catch(() => kept(pathname)))
  }
})

/** Returns a page from the network; without one, the front page, or that which says so. */
async function page(event: FetchEvent, path: string): Promise<Response> {
  try {
    const answer = await fetch(event.request)
    // What is kept stays as new as what was seen last.
    if (path === paths.home) event.waitUntil(fill().catch(() => undefined))
    return answer
  } catch {
    return kept(path === paths.home ? path : paths.offline)
  }
}

/** Stores everything anew, or nothing. */
async function fill(): Promise<void> {
  const cache = await caches.open(CACHE)
  const wanted = [...PAGES, ...ASSETS].map((path) => {
    return new Request(path, { credentials: 'omit', cache: 'no-cache' })
  })
  await cache.addAll(wanted)
}

async function kept(path: string): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(path, { ignoreVary: true })) ?? Response.error()
}
