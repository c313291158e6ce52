import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { baseOf, MONTH_ROUTE, ROUTES, urls, withinHost, YEAR_ROUTE } from '../src/urls.ts'

const SITE = urls({ origin: 'https://example.com', base: '/laurel' })

/** Every URL of a site that takes no argument, and one of each kind that does. */
function all(site: ReturnType<typeof urls>): string[] {
  return Object.values(site).map((url) =>
    typeof url === 'string' ? url : String(Reflect.apply(url, null, ['a', 'b', 'c'])),
  )
}

describe('URLs', () => {
  it('lie below the origin and the base path, every one', () => {
    for (const url of all(SITE)) expect(url).toMatch(/^https:\/\/example\.com\/laurel(\/|$)/)
  })

  it('are the same below any site', () => {
    expect(all(SITE)).toEqual(all(ROUTES).map((path) => `https://example.com/laurel${path}`))
  })

  it('escape what they are given', () => {
    expect(ROUTES.badge('a/b', '?')).toBe('/@a%2Fb/%3F')
    expect(ROUTES.sessions('ada', { q: 'a&b', open: '', page: null })).toBe('/@ada/sessions?q=a%26b')
  })

  it('are links within their host as well', () => {
    const links = Object.entries(ROUTES).flatMap(([, url]) => (typeof url === 'string' && url ? [url] : []))
    for (const link of [...links, ROUTES.badge('ada', '?'), ROUTES.signInTo('a&b')]) {
      if (!link.includes('#')) expect(withinHost(`https://example.com/laurel${link}`)).toBe(`/laurel${link}`)
    }
  })

  it.each([
    ['https://example.com/home.js', ''],
    ['https://example.com/laurel/home.js?x', '/laurel'],
    ['https://example.com/a/b/home.js', '/a/b'],
  ])('lie below where a script comes from: %s', (script, base) => {
    expect(baseOf(script)).toBe(base)
  })

  it('have no question mark without fields', () => {
    expect(ROUTES.insights('ada', { days: undefined })).toBe('/@ada/insights')
  })
})

it('a period is a whole part of a path, not its beginning or end', async () => {
  const app = new Hono().get(`${YEAR_ROUTE}${MONTH_ROUTE}`, (c) => c.text('a story'))
  const statuses = [
    '/2026/11',
    '/1970/01',
    '/x2026/11',
    '/1970x/11',
    '/2026/x12',
    '/2026/01x',
    '/2026/13',
  ].map(async (path) => (await app.request(path)).status)
  expect(await Promise.all(statuses)).toEqual([200, 200, 404, 404, 404, 404, 404])
})
