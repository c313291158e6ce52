import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, inject, it } from 'vitest'

const ASSETS = readdirSync('dist/assets').filter((name) => name !== '_headers')

/** Policies of workers, which they have from their own responses. */
const WORKERS: Readonly<Record<string, string>> = {
  'scan-worker.js': "default-src 'none'; script-src 'wasm-unsafe-eval'",
  'upload-worker.js': "default-src 'none'; connect-src 'self'",
  'service-worker.js': "default-src 'none'; connect-src 'self'",
}

const headersOf = async (path: string) => {
  const answer = await fetch(`${inject('server').url}${path}`)
  await answer.body?.cancel()
  expect(answer.status).toBe(200)
  return answer.headers
}

let page: Headers

beforeAll(async () => {
  page = await headersOf('/')
})

describe('static assets', () => {
  it.each(ASSETS)('%s has the headers of a page, and a policy that allows it nothing else', async (name) => {
    const asset = await headersOf(`/${name}`)
    for (const header of [
      'X-Content-Type-Options',
      'Strict-Transport-Security',
      'Permissions-Policy',
      'Referrer-Policy',
    ]) {
      expect([header, asset.get(header)]).toEqual([header, page.get(header) ?? 'missing on the page'])
    }
    expect(asset.get('Content-Security-Policy')).toBe(
      WORKERS[name] ?? "default-src 'none'; frame-ancestors 'none'",
    )
  })

  it('are there, workers among them', () => {
    expect(ASSETS).toEqual(expect.arrayContaining([...Object.keys(WORKERS), 'laurel.css', 'sql-wasm.wasm']))
  })
})

it('no page lets HTTPS be forced on the domains beside it', async () => {
  expect((await headersOf('/')).get('Strict-Transport-Security')).toBe('max-age=31536000')
})
