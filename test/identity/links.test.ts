import { describe, expect, it } from 'vitest'
import { linkAddress } from '../../src/identity/link-address.ts'
import { asked, standingAfter, unchecked } from '../../src/identity/standing.ts'

const RULES = { origin: 'https://laurel.example.org', allowPrivate: false, longest: 60 }

describe('a link', () => {
  it('is kept in its normal form, with the part after #', () => {
    expect(linkAddress(' HTTPS://Ada.dev ', RULES)).toBe('https://ada.dev/')
    expect(linkAddress('https://matrix.to/#/@ada:ada.dev', RULES)).toBe('https://matrix.to/#/@ada:ada.dev')
    expect(linkAddress('https://ädä.dev/', RULES)).toBe('https://xn--d-zfab.dev/')
  })

  it.each([
    ...['ada.dev', '', 'javascript:alert(1)', 'http://ada.dev/', 'https://ada:pass@ada.dev/'],
    ...['https://ada.dev:6379/', 'https://10.0.0.1/', 'https://localhost/', 'https://[::1]/', 'https://ada/'],
    ...['https://laurel.example.org/@eve', `https://ada.dev/${'a'.repeat(60)}`],
  ])('may not be %s', (text) => {
    expect(() => linkAddress(text, RULES)).toThrow(expect.objectContaining({ code: 'link_address' }))
  })
})

const DAY = 86_400
const pauses = (now: number) => ({ now, every: DAY, longest: 8 * DAY, patience: 3 })

describe('a proof', () => {
  it('keeps the day on which it was first seen, and is looked at daily', () => {
    const first = standingAfter('back-link', unchecked(100), pauses(100))
    expect(first).toEqual({
      proof: { by: 'back-link', proved_at: 100, checked_at: 100 },
      checked_at: 100,
      failures: 0,
      due_at: 100 + DAY,
    })
    const next = standingAfter('dns', first, pauses(100 + DAY))
    expect(next.proof).toEqual({ by: 'dns', proved_at: 100, checked_at: 100 + DAY })
  })

  it('survives two failures, is taken back by the third, and begins anew', () => {
    let link = standingAfter('back-link', unchecked(0), pauses(0))
    const proved: boolean[] = []
    const waits: number[] = []
    for (let failure = 0; failure < 6; failure++) {
      const now = link.due_at
      link = standingAfter(null, link, pauses(now))
      proved.push(link.proof !== null)
      waits.push((link.due_at - now) / DAY)
    }
    expect(proved).toEqual([true, true, false, false, false, false])
    expect(waits).toEqual([1, 2, 4, 8, 8, 8])
    expect(standingAfter('dns', link, pauses(99 * DAY))).toMatchObject({
      proof: { proved_at: 99 * DAY },
      failures: 0,
    })
  })

  it('is not lost by one failure between successes', () => {
    const proved = standingAfter('dns', unchecked(0), pauses(0))
    const failed = standingAfter(null, proved, pauses(DAY))
    expect(standingAfter('dns', failed, pauses(2 * DAY)).proof).toEqual({
      by: 'dns',
      proved_at: 0,
      checked_at: 2 * DAY,
    })
  })

  it('that was not found is looked for again sooner if its owner asks, and no other', () => {
    const missing = standingAfter(null, unchecked(1000), pauses(1000))
    expect(asked(missing, 600).due_at).toBe(1600)
    const proved = standingAfter('dns', unchecked(1000), pauses(1000))
    expect(asked(proved, 600)).toEqual(proved)
    expect(asked(unchecked(5), 600)).toEqual(unchecked(5))
  })
})
