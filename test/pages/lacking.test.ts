import { afterEach, describe, expect, it, vi } from 'vitest'
import { lacking, type Needed } from '../../src/browser/lacking.ts'

describe('a browser', () => {
  afterEach(() => vi.unstubAllGlobals())

  const ALL: Needed[] = ['web workers', 'WebAssembly', 'stream compression', 'abort signals', 'Web Crypto']

  it('that has everything is not talked about', () => {
    vi.stubGlobal('Worker', class {})
    expect(lacking(ALL)).toBeNull()
  })

  it('that lacks something is told so, once for all of it, with another way', () => {
    // Node has no Worker of this kind.
    vi.stubGlobal('AbortSignal', class {})
    expect(lacking(ALL)).toEqual({
      message: 'This needs web workers and abort signals, which your browser doesn’t have or has turned off.',
      hint: 'Update it, or turn off Lockdown Mode or similar protection for this site. The laurel command works without a browser.',
    })
    expect(lacking(['WebAssembly'])).toBeNull()
  })

  it('that has no Web Crypto on a page without HTTPS is told to take HTTPS', () => {
    vi.stubGlobal('crypto', {})
    expect(lacking(['Web Crypto'])?.hint).toContain('Open the page over HTTPS')
    vi.stubGlobal('isSecureContext', true)
    expect(lacking(['Web Crypto'])?.hint).not.toContain('HTTPS')
  })
})
