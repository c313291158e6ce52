import { describe, expect, it } from 'vitest'
import { explain, failureText } from '../../src/cli/explain.ts'
import { RetryNotice } from '../../src/cli/retry-notice.ts'
import { PassingFailure } from '../../src/sync/retry.ts'

/** As fetch fails: with the reason in its cause. */
function unreached(cause: Error): PassingFailure {
  const failed = new TypeError('fetch failed', { cause })
  return new PassingFailure('https://laurel.example could not be reached.', null, failed)
}

const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })

describe('a server that cannot be reached', () => {
  it.each([
    ['connection refused', refused],
    ['connection refused', new AggregateError([refused, refused])],
    ['there is no such host', Object.assign(new Error(''), { code: 'ENOTFOUND' })],
    ['its certificate has expired', Object.assign(new Error(''), { code: 'CERT_HAS_EXPIRED' })],
    ['requests to this port are blocked', new Error('bad port')],
    ['it did not answer in time', new DOMException('', 'TimeoutError')],
  ])('is named with the reason: %s', (reason, cause) => {
    expect(failureText(unreached(cause))).toBe(`https://laurel.example could not be reached: ${reason}.`)
  })

  it('is named alone if nobody knows why', () => {
    expect(failureText(unreached(new Error('odd')))).toBe('https://laurel.example could not be reached.')
  })

  it('is told of once, and again after progress', () => {
    const told: string[] = []
    const notice = new RetryNotice((text) => told.push(text))
    for (let turn = 0; turn < 7; turn++) notice.onRetry(unreached(refused))
    expect(told).toEqual([
      'https://laurel.example could not be reached: connection refused. Trying again for a while.',
    ])
    expect(explain(notice.final(unreached(refused)))).toBe('Gave up. Try again later: nothing is sent twice.')
    notice.onProgress()
    notice.onRetry(unreached(refused))
    expect(told).toHaveLength(2)
  })

  it('is the reason in the end if it was not told before', () => {
    const notice = new RetryNotice(() => undefined)
    const error = unreached(refused)
    expect(notice.final(error)).toBe(error)
  })
})
