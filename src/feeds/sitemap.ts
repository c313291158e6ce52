import { xmlText } from '../render/xml.ts'
import type { Urls } from '../urls.ts'

/**
 * Maximum number of URLs in one sitemap; the protocol (Sitemaps 0.9, https://www.sitemaps.org/protocol.html) allows
 * 50,000.
 */
export const SITEMAP_ADDRESSES_MAX = 10_000

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9'

/** Returns a sitemap of pages of the site, and of public profiles. */
export function sitemap(site: Urls, pages: readonly string[], handles: readonly string[]): string {
  const all = [...pages, ...handles.map((handle) => site.profile(handle))]
  const urls = all.map((page) => `<url><loc>${xmlText(page)}</loc></url>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="${NAMESPACE}">\n${urls.join('\n')}\n</urlset>\n`
}

/** Returns the index of n sitemaps, numbered from 1. */
export function sitemapIndex(site: Urls, sitemaps: number): string {
  const entries = Array.from(
    { length: sitemaps },
    (_, index) => `<sitemap><loc>${xmlText(site.sitemap(index + 1))}</loc></sitemap>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="${NAMESPACE}">\n${entries.join('\n')}\n</sitemapindex>\n`
}
