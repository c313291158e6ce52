import { afterEach, expect, it, vi } from 'vitest'
import { Signer } from '../../../functions/issuer/signer.ts'
import { credentialOf } from '../../../src/credentials/credential.ts'
import { badge, KEY, ORIGIN, SITE } from '../../credentials/made.ts'

afterEach(() => vi.restoreAllMocks())

const half = { id: KEY.id, made_at: 0, private_jwk: JSON.stringify(KEY.privateJwk) }
const credential = (change = {}) => credentialOf(SITE, badge(change))

it('signs anew what differs in anything, and what it has not been asked for in a while', async () => {
  const signer = new Signer(half, 2)
  const sign = vi.spyOn(crypto.subtle, 'sign')
  const tokenOf = async (change: object) => signer.sign(ORIGIN, await credential(change))
  await tokenOf({})
  await tokenOf({ countedIn: 'Europe/Berlin' })
  await tokenOf({})
  expect(sign).toHaveBeenCalledTimes(2)
  await tokenOf({ handle: 'grace' })
  await tokenOf({})
  expect(sign).toHaveBeenCalledTimes(3)
  await tokenOf({ countedIn: 'Europe/Berlin' })
  expect(sign).toHaveBeenCalledTimes(4)
})

it('keeps no failure', async () => {
  const signer = new Signer(half, 2)
  vi.spyOn(crypto.subtle, 'sign').mockRejectedValueOnce(new Error('no'))
  await expect(signer.sign(ORIGIN, await credential())).rejects.toThrow('no')
  expect(await signer.sign(ORIGIN, await credential())).toMatch(/^eyJ/)
})
