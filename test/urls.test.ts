import { describe, expect, it } from 'vitest'
import { paths, urls } from '../src/urls.ts'

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
    expect(all(SITE)).toEqual(all(paths).map((path) => `https://example.com/laurel${path}`))
  })

  it('escape what they are given', () => {
    expect(paths.badge('a/b', '?')).toBe('/@a%2Fb/%3F')
    expect(paths.sessions('ada', { q: 'a&b', open: '', page: null })).toBe('/@ada/sessions?q=a%26b')
  })

  it('have no question mark without fields', () => {
    expect(paths.insights('ada', { days: undefined })).toBe('/@ada/insights')
  })
})
