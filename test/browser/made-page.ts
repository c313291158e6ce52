import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/**
 * Shows pages that were made without a server, with the assets as they were built. Those come from a host of their own,
 * from which the browser fetches them once for all pages: routes of Playwright would have it fetch them for each.
 */
export function useMadePages(): { show(page: Page, html: string): Promise<void> } {
  let shown = ''
  const host = createServer(async ({ url = '/' }, answer) => {
    const { pathname } = new URL(url, 'http://localhost')
    if (pathname === '/a-page') return answer.writeHead(200, { 'Content-Type': 'text/html' }).end(shown)
    const asset = await readFile(join('dist/assets', pathname)).catch(() => null)
    if (asset === null) return answer.writeHead(404).end()
    const type = TYPES[extname(pathname)] ?? 'application/octet-stream'
    return answer.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'max-age=3600' }).end(asset)
  })
  beforeAll(async () => {
    await once(host.listen(0), 'listening')
  })
  afterAll(() => {
    host.close()
    host.closeAllConnections()
  })
  return {
    async show(page, html) {
      shown = html
      const address = host.address()
      await page.goto(`http://localhost:${typeof address === 'object' && address?.port}/a-page`)
    },
  }
}
