import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { thisMachineOnly } from '../../../functions/http/this-machine.ts'
import { publicError } from '../../../src/errors.ts'

const app = new Hono().use(thisMachineOnly).all('/', (c) => c.text('in'))
app.onError((error, c) => c.text(publicError(error).code))

const HERE = 'http://localhost:8787/'
const LOCAL = { 'CF-Connecting-IP': '127.0.0.1' }

async function asked(headers: HeadersInit, url = HERE, method = 'GET'): Promise<string> {
  return (await app.request(url, { method, headers: { ...LOCAL, ...headers } })).text()
}

describe('what only this machine may ask', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])('is answered to %s', async (address) => {
    expect(await asked({ 'CF-Connecting-IP': address })).toBe('in')
  })

  it.each([
    '192.0.2.1',
    '10.0.0.1',
    '1270.0.0.1',
    '127.0.0.1.example',
    '127.0.0.1, 192.0.2.1',
    '::2',
    'fe80::1',
    '2001:db8::1',
    'local',
    '',
  ])('is refused to “%s”', async (address) => {
    expect(await asked({ 'CF-Connecting-IP': address })).toBe('loopback_only')
  })

  it('is refused where nothing says who asks', async () => {
    expect(await (await app.request(HERE)).text()).toBe('loopback_only')
  })

  it.each(['http://127.0.0.1:8787/', 'http://[::1]:8787/', 'http://laurel.localhost/', 'https://localhost/'])(
    'is answered at %s, to its own pages too',
    async (url) => {
      expect(await asked({}, url)).toBe('in')
      const { origin } = new URL(url)
      expect(await asked({ Origin: origin, 'Sec-Fetch-Site': 'same-origin' }, url, 'POST')).toBe('in')
    },
  )

  it.each([
    'http://attacker.example:8787/',
    'http://127.0.0.1.attacker.example/',
    'http://localhost.attacker.example/',
    'http://192.168.1.2:8787/',
    'http://0.0.0.0:8787/',
    'http://[::]:8787/',
  ])('is refused at %s, which may have been made to lead here', async (url) => {
    const { origin } = new URL(url)
    const own = { Origin: origin, 'Sec-Fetch-Site': 'same-origin' }
    expect([await asked({}, url), await asked(own, url, 'POST')]).toEqual(['loopback_only', 'loopback_only'])
  })

  it.each(['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP'])(
    'is refused to what came through a proxy that sends %s',
    async (name) => {
      expect(await asked({ [name]: 'localhost' })).toBe('loopback_only')
    },
  )

  it.each<[string, Record<string, string>]>([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another port of this machine', { 'Sec-Fetch-Site': 'same-site' }],
    ['another site, in an older browser', { Origin: 'http://attacker.example' }],
    ['another port, in an older browser', { Origin: 'http://localhost:3000' }],
    ['a sandbox', { Origin: 'null' }],
    ['a browser that contradicts itself', { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' }],
  ])('is refused to a page of %s, reading and writing', async (_, headers) => {
    const answers = [await asked(headers), await asked(headers, HERE, 'POST')]
    expect(answers).toEqual(['cross_site_request', 'cross_site_request'])
  })
})
