import { describe, expect, it } from 'vitest'
import { browserLabel } from '../../functions/http/browser-label.ts'

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'
const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K)'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'

describe('the name of a browser', () => {
  it.each([
    ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0'],
    ['Chrome on Windows', `${WINDOWS} ${WEBKIT} Chrome/139.0.0.0 Safari/537.36`],
    ['Edge on Windows', `${WINDOWS} ${WEBKIT} Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0`],
    ['Opera on macOS', `${MAC} ${WEBKIT} Chrome/137.0.0.0 Safari/537.36 OPR/121.0.0.0`],
    [
      'Chrome on ChromeOS',
      `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/139.0.0.0 Safari/537.36`,
    ],
    ['Safari on macOS', `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`],
    [
      'Samsung Internet on Android',
      `${ANDROID} ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    ],
    ['Safari on an iPhone', `${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1`],
    ['Chrome on an iPhone', `${IPHONE} CriOS/139.0.0.0 Mobile/15E148 Safari/604.1`],
    ['A browser', ''],
    ['A browser', 'curl/8.14.1'],
  ])('is “%s”', (name, userAgent) => {
    expect(browserLabel(userAgent)).toBe(name)
  })

  it('has nothing of what the header says besides', () => {
    expect(browserLabel('<b>CANARY</b> Firefox/142.0 CANARY')).toBe('Firefox')
  })
})
