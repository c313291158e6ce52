import { expect, it } from 'vitest'
import { isPacked, pullAddress, redirectTarget, walAddress } from '../../src/pulls/location.ts'

const RULES = { origin: 'https://laurel.dev', allowPrivate: false }

it.each([
  ['https://nas.dev/state.db', 'https://nas.dev/state.db-wal'],
  ['https://nas.dev/a/state.db?sig=1%2F2', 'https://nas.dev/a/state.db-wal?sig=1%2F2'],
  ['https://nas.dev/state.db.gz', 'https://nas.dev/state.db-wal.gz'],
  ['https://nas.dev/STATE.DB.GZ?v=1', 'https://nas.dev/STATE.DB-wal.gz?v=1'],
  ['https://nas.dev/', 'https://nas.dev/-wal'],
])('the log beside %s is at %s', (address, wal) => {
  expect(walAddress(address)).toBe(wal)
  expect(isPacked(address)).toBe(isPacked(wal))
})

it('an address is one that webhooks may have, too', () => {
  expect(pullAddress('https://NAS.dev/state.db#top', RULES)).toBe('https://nas.dev/state.db')
  for (const text of [
    'nonsense',
    'http://nas.dev/',
    'https://10.0.0.1/',
    'https://laurel.dev/',
    'https://nas.dev:22/',
  ])
    expect(() => pullAddress(text, RULES), text).toThrow(expect.objectContaining({ code: 'pull_address' }))
})

it('a redirect is relative to where it comes from, and never names its target in the failure', () => {
  expect(redirectTarget('../b?c', 'https://nas.dev/x/y/z', RULES)).toBe('https://nas.dev/x/b?c')
  for (const location of [
    null,
    'https://[',
    'http://nas.dev/canary',
    'https://localhost/canary',
    'file:///canary',
  ]) {
    const failure = expect.objectContaining({ message: expect.not.stringContaining('canary') })
    expect(() => redirectTarget(location, 'https://nas.dev/', RULES)).toThrow(failure)
  }
})
