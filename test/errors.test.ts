import { describe, expect, it } from 'vitest'
import { ERROR_STATUS, type ErrorCode, LaurelError, publicError } from '../src/errors.ts'

const codes = Object.keys(ERROR_STATUS).filter((code): code is ErrorCode => code in ERROR_STATUS)

describe('a LaurelError', () => {
  it.each(codes)('%s has the status of its code', (code) => {
    expect(new LaurelError(code, 'No.').status).toBe(ERROR_STATUS[code])
    expect(ERROR_STATUS[code]).toBeGreaterThanOrEqual(400)
    expect(ERROR_STATUS[code]).toBeLessThan(600)
  })

  it('shows its code, message and hint, and nothing of its cause', () => {
    const error = new LaurelError('bad_gzip', 'No.', { hint: 'Try again.', cause: new Error('CANARY') })
    expect(error.toBody()).toEqual({ error: { code: 'bad_gzip', message: 'No.', hint: 'Try again.' } })
    expect(error.cause).toBeInstanceOf(Error)
  })

  it('has no hint where there is none to give', () => {
    expect(new LaurelError('not_found', 'No.').toBody()).toEqual({
      error: { code: 'not_found', message: 'No.' },
    })
  })
})

describe('the public form', () => {
  it('of a LaurelError is itself', () => {
    const error = new LaurelError('not_found', 'No.')
    expect(publicError(error)).toBe(error)
  })

  it.each([new Error('CANARY'), new TypeError('CANARY'), 'CANARY', { message: 'CANARY' }, null, undefined])(
    'of anything else is an internal error without its text',
    (cause) => {
      const error = publicError(cause)
      expect([error.code, error.status]).toEqual(['internal_error', 500])
      expect(JSON.stringify(error.toBody())).not.toContain('CANARY')
    },
  )
})
