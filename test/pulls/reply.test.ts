import { describe, expect, it } from 'vitest'
import { ifChanged, ifSame, isSame, replyOf, type Validators } from '../../src/pulls/reply.ts'

const NOW = 1_800_000_000
const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers })
const version = (etag: string | null, lastModified: string | null = null): Validators => ({
  etag,
  lastModified,
})

describe('an answer', () => {
  it('is a part if it begins where it was asked to', () => {
    const part = answer(206, { 'Content-Range': 'bytes 10-19/40', ETag: '"a"' })
    expect(replyOf(part, 10, NOW)).toEqual({ kind: 'part', validators: version('"a"'), total: 40 })
    expect(() => replyOf(part, 0, NOW)).toThrow('another part')
  })

  it.each(['bytes 0-9/*', 'bytes */40', 'lines 0-9/40', 'bytes 0-9', ''])('is no part with %j', (range) => {
    expect(() => replyOf(answer(206, { 'Content-Range': range }), 0, NOW)).toThrow('another part')
  })

  it('is no part of the file if it is compressed on its way', () => {
    const headers = { 'Content-Range': 'bytes 0-9/40', 'Content-Encoding': 'gzip' }
    expect(() => replyOf(answer(206, headers), 0, NOW)).toThrow('another part')
  })

  it('has the size of a whole file, unless that is compressed on its way', () => {
    const sized = { 'Content-Length': '40' }
    expect(replyOf(answer(200, sized), 0, NOW)).toMatchObject({ kind: 'whole', total: 40 })
    const encoded = { ...sized, 'Content-Encoding': 'br' }
    expect(replyOf(answer(200, encoded), 0, NOW)).toMatchObject({ kind: 'whole', total: null })
  })

  it.each([
    [500, null, true],
    [503, 120, true],
    [429, 120, true],
    [402, null, false],
    [451, null, false],
    [204, null, false],
  ])('with status %i is a failure', (status, seconds, passing) => {
    const headers: Record<string, string> = seconds === null ? {} : { 'Retry-After': String(seconds) }
    const failure = { code: 'pull_failed', pullStatus: status, retryAfterSeconds: seconds, passing }
    expect(() => replyOf(answer(status, headers), 0, NOW)).toThrow(expect.objectContaining(failure))
  })
})

it.each([400, 401, 403, 404, 410])('with status %i, a file is not there', (status) => {
  expect(replyOf(answer(status), 0, NOW)).toEqual({ kind: 'absent', status })
})

describe('a version of a file', () => {
  it('is told by its tag, or else by its date, or not at all', () => {
    expect(isSame(version('"a"', 'then'), version('"a"', 'now'))).toBe(true)
    expect(isSame(version('"a"', 'then'), version('"b"', 'then'))).toBe(false)
    expect(isSame(version('"a"', 'then'), version(null, 'then'))).toBe(false)
    expect(isSame(version(null, 'then'), version(null, 'then'))).toBe(true)
    expect(isSame(version(null), version(null))).toBe(false)
  })

  it('is asked for with all that is known of it, and resumed only by what is exact', () => {
    expect(ifChanged(version('W/"a"', 'then'))).toEqual({
      'If-None-Match': 'W/"a"',
      'If-Modified-Since': 'then',
    })
    expect(ifSame(version('"a"', 'then'))).toEqual({ 'If-Range': '"a"' })
    expect(ifSame(version('W/"a"', 'then'))).toBeNull()
    expect(ifSame(version(null, 'then'))).toEqual({ 'If-Range': 'then' })
    expect(ifSame(version(null))).toBeNull()
  })
})
