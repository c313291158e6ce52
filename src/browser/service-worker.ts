/**
 * Service worker: keeps the front page and all that scanning needs, so that both work without a network. It keeps
 * nothing else: what it stores is a fixed list, asked for without cookies, so that no page of an owner is among it.
 */
import { baseOf, urls } from '../urls.ts'

/** This is no module, and knows by its own address where it comes from. */
const paths = urls({ base: baseOf(location.href) })
const CACHE = 'laurel'
/** The language of the front page that had this installed: without cookies, a page is not in the one its reader chose. */
const LANGUAGE = new URL(location.href).searchParams.get('lang') ?? 'en'
const PAGES = [paths.home, paths.offline]
const ASSETS = [
  'home.js',
  'scan-worker.js',
  'sql-wasm.wasm',
  'walk.wasm',
  'murmur.wasm',
  'laurel.css',
  'source-serif-4-latin-600.woff2',
  'favicon.svg',
].map(paths.asset)
const WORDS = LANGUAGE === 'en' ? [] : [paths.words('home', LANGUAGE)]
const WANTED = [...PAGES.map(inLanguage), ...ASSETS, ...WORDS]

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

// What an earlier version kept, or the same in another language.
self.addEventListener('activate', (event) => {
  ;(event as WorkerEvent).waitUntil(tidy())
})

self.addEventListener('fetch', (event) => {
  const { request } = event as FetchEvent
  if (request.method !== 'GET') return
  const { origin, pathname } = new URL(request.url)
  if (request.mode === 'navigate') (event as FetchEvent).respondWith(page(event as FetchEvent, pathname))
  else if (origin === location.origin && WANTED.includes(pathname)) {
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
    return kept(inLanguage(path === paths.home ? path : paths.offline))
  }
}

/** Stores everything anew, or nothing. */
async function fill(): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.addAll(WANTED.map((path) => new Request(path, { credentials: 'omit', cache: 'no-cache' })))
}

async function tidy(): Promise<void> {
  const cache = await caches.open(CACHE)
  const wanted = new Set(WANTED.map((path) => new URL(path, location.href).href))
  const others = (await cache.keys()).filter(({ url }) => !wanted.has(url))
  await Promise.all(others.map((request) => cache.delete(request)))
}

function inLanguage(path: string): string {
  return `${path}?lang=${LANGUAGE}`
}

async function kept(path: string): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(path, { ignoreVary: true })) ?? Response.error()
}
