import { describe, expect, it } from 'vitest'
import { clientAddress } from '../../../functions/front/client-address.ts'
import { compressed } from '../../../functions/front/compressed.ts'

const request = (clientIp: string | undefined, forwarded?: string) => ({
  cf: clientIp === undefined ? undefined : { clientIp },
  headers: new Headers(forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded }),
})

describe('the address of a client', () => {
  it.each([
    ['192.0.2.7:50112', undefined, '192.0.2.7'],
    ['[2001:db8::7]:50112', undefined, '2001:db8::7'],
    ['192.0.2.7:50112', '198.51.100.1', '192.0.2.7'],
    ['127.0.0.1:50112', undefined, '127.0.0.1'],
    ['127.0.0.1:50112', '198.51.100.1', '198.51.100.1'],
    ['127.0.0.1:50112', '203.0.113.9, 198.51.100.1 ', '198.51.100.1'],
    ['127.0.0.1:50112', '', '127.0.0.1'],
    ['[::1]:50112', '2001:db8::1', '2001:db8::1'],
    ['[::ffff:127.0.0.1]:50112', '198.51.100.1', '198.51.100.1'],
    [undefined, '198.51.100.1', ''],
  ])('of a connection from %s with X-Forwarded-For %s is %s', (clientIp, forwarded, address) => {
    expect(clientAddress(request(clientIp, forwarded))).toBe(address)
  })
})

describe('an answer', () => {
  const LONG = 'laurel '.repeat(1000)
  const answer = (headers: Record<string, string>, accepted = 'br, gzip') =>
    compressed(
      new Request('http://laurel.example/', { headers: { 'Accept-Encoding': accepted } }),
      new Response(LONG, { headers }),
    ).headers

  it.each(['gzip', 'gzip;q=0.5, br', '*', 'GZIP'])('is compressed for who accepts %s', (accepted) => {
    const headers = answer({ 'Content-Type': 'text/html; charset=utf-8', ETag: '"a"' }, accepted)
    expect([headers.get('Content-Encoding'), headers.get('ETag')]).toEqual(['gzip', 'W/"a"'])
    expect(headers.get('Vary')).toBe('Accept-Encoding')
  })

  it.each(['', 'identity', 'gzip;q=0', 'br', '*;q=0'])(
    'is not compressed for who accepts “%s”',
    (accepted) => {
      const headers = answer({ 'Content-Type': 'text/html', ETag: '"a"', Vary: 'Cookie' }, accepted)
      expect([headers.get('Content-Encoding'), headers.get('ETag')]).toEqual([null, '"a"'])
      expect(headers.get('Vary')).toBe('Cookie, Accept-Encoding')
    },
  )

  it('to HEAD has the headers of one to GET', () => {
    const answers = ['GET', 'HEAD'].map((method) =>
      compressed(
        new Request('http://laurel.example/', { method, headers: { 'Accept-Encoding': 'gzip' } }),
        new Response(method === 'GET' ? LONG : null, { headers: { 'Content-Type': 'text/html' } }),
      ),
    )
    const [get, head] = answers.map(({ headers }) => [...headers])
    expect(head).toEqual(get)
    expect(head).toContainEqual(['vary', 'Accept-Encoding'])
  })

  it.each([
    { 'Content-Type': 'text/event-stream' },
    { 'Content-Type': 'image/png' },
    { 'Content-Type': 'application/zip' },
    { 'Content-Type': 'text/css', 'Content-Length': '100' },
    { 'Content-Type': 'text/css', 'Cache-Control': 'public, no-transform' },
    { 'Content-Type': 'text/css', 'Content-Encoding': 'br' },
  ])('with %j stays as it is', (headers) => {
    const given = new Headers(headers as Record<string, string>)
    const after = answer(headers as Record<string, string>)
    expect([after.get('Content-Encoding'), after.get('Vary')]).toEqual([given.get('Content-Encoding'), null])
  })
})
