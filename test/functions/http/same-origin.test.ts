import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { sameOrigin } from '../../../functions/http/same-origin.ts'
import { LaurelError } from '../../../src/errors.ts'

const HERE = 'https://laurel.example'
const OTHER = 'https://elsewhere.example'

const app = new Hono()
  .use(sameOrigin)
  .all('/', (c) => c.body(null, 204))
  .onError((error, c) => c.text(error instanceof LaurelError ? error.code : 'failed', 500))

/** What the check says of a request with an owner's cookie. */
async function verdict(method: string, headers: Record<string, string>): Promise<string> {
  const answer = await app.request(`${HERE}/`, { method, headers: { Cookie: 'owner=secret', ...headers } })
  return answer.status === 204 ? 'goes on' : answer.text()
}

describe.each(['POST', 'PUT', 'PATCH', 'DELETE'])('a %s with a cookie', (method) => {
  it.each<[string, Record<string, string>]>([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another host of the same site', { 'Sec-Fetch-Site': 'same-site' }],
    ['another site, whatever it says of its origin', { 'Sec-Fetch-Site': 'cross-site', Origin: HERE }],
    ['another origin', { Origin: OTHER }],
    ['the same host without encryption', { Origin: HERE.replace('https', 'http') }],
    ['a sandboxed page', { Origin: 'null' }],
    ['nowhere', {}],
    [
      'another site whose visitor is known by Basic',
      { 'Sec-Fetch-Site': 'cross-site', Authorization: 'Basic YTpi' },
    ],
    ['a page of another site that names an empty Bearer', { Origin: 'null', Authorization: 'Bearer' }],
  ])('is refused from %s', async (_from, headers) => {
    expect(await verdict(method, headers)).toBe('cross_site_request')
  })

  it.each<[string, Record<string, string>]>([
    ['a page of its own', { 'Sec-Fetch-Site': 'same-origin' }],
    ['its address bar', { 'Sec-Fetch-Site': 'none' }],
    ['a page of its own in an older browser', { Origin: HERE }],
    ['anywhere with a key', { 'Sec-Fetch-Site': 'cross-site', Authorization: 'Bearer key' }],
  ])('goes on from %s', async (_from, headers) => {
    expect(await verdict(method, headers)).toBe('goes on')
  })
})

describe.each(['GET', 'HEAD'])('a %s with a cookie', (method) => {
  it('goes on from anywhere', async () => {
    expect(await verdict(method, { 'Sec-Fetch-Site': 'cross-site', Origin: OTHER })).toBe('goes on')
  })
})
