import { afterEach, describe, expect, it, vi } from 'vitest'
import { SignInsSchema } from '../../../src/contract/owner-key.ts'
import { sha256Hex } from '../../../src/digest.ts'
import { SETTINGS } from '../../../src/settings.ts'
import { SignInTable } from '../../../src/storage/sign-in-table.ts'
import { rowsOf } from '../scan/profiles.ts'
import {
  api,
  bearer,
  call,
  cookie,
  cookieName,
  create,
  type Keyed,
  refusal,
  sendForm,
  tokenIn,
} from './client.ts'

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const DAY = 86_400_000

async function signInAs({ handle, key }: Keyed, headers: HeadersInit = {}): Promise<string> {
  const answer = await sendForm('/sign-in', { handle, owner_key: key }, headers)
  expect(answer.status).toBe(303)
  return tokenIn(answer, handle)
}

async function signIns({ handle }: Pick<Keyed, 'handle'>, headers: HeadersInit) {
  const answer = await call(api(handle, '/sign-ins'), { headers })
  expect(answer.status).toBe(200)
  return SignInsSchema.parse(await answer.json()).sign_ins
}

const statusFor = async ({ handle }: Pick<Keyed, 'handle'>, token: string) =>
  (await call(api(handle, '/sources'), { headers: cookie({ handle, token }) })).status

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('browsers that are signed in', () => {
  it('are listed for the owner, who sees which one asks, and never what they called themselves', async () => {
    const profile = await create()
    const token = await signInAs(profile, { 'User-Agent': PHONE })
    const answer = await call(api(profile.handle, '/sign-ins'), { headers: cookie(profile) })
    const text = await answer.text()
    const { sign_ins } = SignInsSchema.strict().parse(JSON.parse(text))
    expect(sign_ins.map(({ browser, current }) => [browser, current])).toEqual(
      expect.arrayContaining([
        ['Safari on an iPhone', false],
        ['A browser', true],
      ]),
    )
    for (const secret of [token, profile.token, '15E148']) expect(text).not.toContain(secret)
    expect((await signIns(profile, bearer(profile.key))).some(({ current }) => current)).toBe(false)
  })

  it('are none of a client that shows no page', async () => {
    const profile = await create()
    const made = await call('/api/v1/profiles', {
      method: 'POST',
      body: JSON.stringify({ handle: `c-${profile.handle}`.slice(0, 30) }),
      headers: { 'Content-Type': 'application/json' },
    })
    const { handle, owner_key }: { handle: string; owner_key: string } = await made.json()
    expect(made.headers.get('Set-Cookie')).toBeNull()
    expect(await signIns({ handle }, bearer(owner_key))).toEqual([])
  })

  it('are ended one by one', async () => {
    const profile = await create()
    const token = await signInAs(profile)
    const other = (await signIns(profile, cookie(profile))).find(({ current }) => !current)
    const end = () =>
      call(api(profile.handle, `/sign-ins/${other?.id}`), { method: 'DELETE', headers: bearer(profile.key) })
    expect((await end()).status).toBe(204)
    expect(await statusFor(profile, token)).toBe(403)
    expect(await statusFor(profile, profile.token)).toBe(200)
    expect(await refusal(await end())).toEqual([404, 'sign_in_not_found'])
  })

  it('are ended on the page, which names them', async () => {
    const profile = await create()
    const token = await signInAs(profile, { 'User-Agent': PHONE })
    const page = await call(`/@${profile.handle}`, { headers: { ...cookie(profile), Accept: 'text/html' } })
    const text = await page.text()
    expect(text).toContain('This browser: A browser, since')
    const [action = ''] = /\/@[\w-]+\/sign-ins\/[\w-]+\/end/.exec(text) ?? []
    expect((await sendForm(action, {}, cookie(profile))).status).toBe(303)
    expect(await statusFor(profile, token)).toBe(403)
  })

  it('are ended by signing out, in no other browser', async () => {
    const profile = await create()
    const token = await signInAs(profile)
    await sendForm('/sign-out', {}, cookie({ ...profile, token }))
    expect(await statusFor(profile, token)).toBe(403)
    expect(await statusFor(profile, profile.token)).toBe(200)
  })

  it('are the owner’s on another day, though their profile can keep nothing more', async () => {
    const profile = await create()
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(Date.now() + DAY)
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const full = vi.spyOn(SignInTable.prototype, 'seen').mockImplementation(() => {
      throw new Error('database or disk is full: SQLITE_FULL')
    })
    expect(await signIns(profile, cookie(profile))).toHaveLength(1)
    expect(full).toHaveBeenCalledOnce()
  })

  it('have one token each: signing in again ends the former one', async () => {
    const profile = await create()
    const token = await signInAs(profile, cookie(profile))
    expect(await statusFor(profile, profile.token)).toBe(403)
    expect(await statusFor(profile, token)).toBe(200)
    expect(await signIns(profile, bearer(profile.key))).toHaveLength(1)
  })

  it('are so many at most, and the one that was seen longest ago is signed out', async () => {
    const profile = await create()
    const max = SETTINGS.SIGN_INS_MAX.value
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(Date.now() + DAY)
    const first = await signInAs(profile)
    expect(await statusFor(profile, profile.token)).toBe(200)
    vi.setSystemTime(Date.now() + DAY)
    for (let more = 0; more < max - 1; more++) await signInAs(profile)
    expect(await signIns(profile, bearer(profile.key))).toHaveLength(max)
    const statuses = [await statusFor(profile, first), await statusFor(profile, profile.token)]
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  })

  it('stay so for 90 days, on the server too, and the day they were last seen is kept', async () => {
    const profile = await create()
    const begun = Date.now()
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(begun + 89 * DAY)
    expect(await statusFor(profile, profile.token)).toBe(200)
    const [seen] = await signIns(profile, bearer(profile.key))
    expect(seen?.last_seen_on).toBe(new Date(begun + 89 * DAY).toISOString().slice(0, 10))
    vi.setSystemTime(begun + 91 * DAY)
    expect(await statusFor(profile, profile.token)).toBe(403)
    expect(await signIns(profile, bearer(profile.key))).toEqual([])
  })
})

describe('a token', () => {
  it('is no key: it is taken from its cookie alone', async () => {
    const { handle, token, key } = await create()
    expect((await call(api(handle, '/sources'), { headers: bearer(token) })).status).toBe(403)
    expect(await statusFor({ handle }, key)).toBe(403)
    expect((await sendForm('/sign-in', { handle, owner_key: token })).status).toBe(403)
  })

  it('is kept as its SHA-256 alone, which opens nothing', async () => {
    const { handle, token, key, recoveryCode } = await create()
    const [signIn] = await rowsOf(handle, 'SELECT * FROM sign_ins')
    const stored = String(signIn?.token_sha256)
    expect(stored).toBe(await sha256Hex(token))
    expect(await statusFor({ handle }, stored)).toBe(403)
    const everything = JSON.stringify([signIn, await rowsOf(handle, 'SELECT * FROM documents')])
    for (const secret of [token, key, recoveryCode]) expect(everything).not.toContain(secret)
  })

  it('is taken over https under the name alone that no other host can set', async () => {
    const { handle, token } = await create()
    const headers = { Cookie: `laurel_owner_${handle}=${token}` }
    expect((await call(api(handle, '/sources'), { headers })).status).toBe(401)
  })
})

describe('a cookie of before, which is the key', () => {
  const former = ({ handle, key }: Keyed) => ({ Cookie: `laurel_key_${handle}=${key}` })

  it('is swapped for a token when a page is opened', async () => {
    const profile = await create()
    const answer = await call(`/@${profile.handle}`, {
      headers: { ...former(profile), Accept: 'text/html', 'User-Agent': PHONE },
    })
    expect(await answer.text()).toContain('Owner tools')
    const token = tokenIn(answer, profile.handle)
    expect(await statusFor(profile, token)).toBe(200)
    const [dropped] = answer.headers
      .getSetCookie()
      .filter((line) => !line.startsWith(cookieName(profile.handle)))
    expect(dropped).toMatch(new RegExp(`^laurel_key_${profile.handle}=; Max-Age=0`))
    const listed = await signIns(profile, cookie({ ...profile, token }))
    expect(listed.find(({ current }) => current)?.browser).toBe('Safari on an iPhone')
  })

  it('still opens what a page asks for, makes no token there, and ends with the key', async () => {
    const profile = await create()
    const ask = () => call(api(profile.handle, '/sources'), { headers: former(profile) })
    const answer = await ask()
    expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([200, null])
    await call(api(profile.handle, '/owner-key'), { method: 'POST', headers: bearer(profile.key) })
    expect((await ask()).status).toBe(403)
  })

  it('goes when its owner signs out', async () => {
    const profile = await create()
    const answer = await sendForm('/sign-out', {}, former(profile))
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^laurel_key_.*Max-Age=0/)])
  })
})
