import { describe, expect, it } from 'vitest'
import { ReplacedKeySchema } from '../../../src/contract/owner-key.ts'
import {
  api,
  bearer,
  call,
  callWith,
  cookie,
  create,
  type Owned,
  refusal,
  sendForm,
  sendJson,
} from './client.ts'

const path = ({ handle }: Pick<Owned, 'handle'>) => api(handle, '/owner-key')
const replace = (profile: Pick<Owned, 'handle'>, body: object, headers: HeadersInit = {}) =>
  sendJson('POST', path(profile), body, headers)
const fromPage = { 'Sec-Fetch-Site': 'same-origin' }
const replaced = async (answer: Response) => {
  expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
  return ReplacedKeySchema.strict().parse(await answer.json())
}
/** The status of what only the owner may read. */
const statusFor = async ({ handle }: Pick<Owned, 'handle'>, headers: HeadersInit) =>
  (await call(api(handle, '/sources'), { headers })).status

describe('a new key', () => {
  it('ends the present one and every sign-in at once, and leaves the recovery code', async () => {
    const profile = await create()
    const answer = await replaced(await call(path(profile), { method: 'POST', headers: bearer(profile.key) }))
    expect(answer).toEqual({ owner_key: expect.stringMatching(/^laurel_[\w-]{43}$/) })
    expect(await statusFor(profile, bearer(profile.key))).toBe(403)
    expect(await statusFor(profile, cookie(profile))).toBe(403)
    expect(await statusFor(profile, bearer(answer.owner_key))).toBe(200)
    await replaced(await replace(profile, { recovery_code: profile.recoveryCode }))
  })

  it('is made once by a key that is used twice at the same time', async () => {
    const profile = await create()
    const twice = [1, 2].map(() => replace(profile, {}, bearer(profile.key)))
    const statuses = (await Promise.all(twice)).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 403])
  })

  it('comes with a new recovery code if whoever sends the key wants one', async () => {
    const profile = await create()
    const wanted = { renew_recovery_code: true }
    const byCookie = await replace(profile, wanted, { ...cookie(profile), ...fromPage })
    expect(await refusal(byCookie)).toEqual([401, 'missing_key'])
    const answer = await replaced(await replace(profile, wanted, bearer(profile.key)))
    const old = await replace(profile, { recovery_code: profile.recoveryCode })
    expect(await refusal(old)).toEqual([403, 'wrong_recovery_code'])
    await replaced(await replace(profile, { recovery_code: answer.recovery_code }))
  })
})

describe('the recovery code', () => {
  it('makes a new key once, ends the other and every sign-in, and is replaced', async () => {
    const profile = await create({ visibility: 'private' })
    const recover = (code: string | undefined) => replace(profile, { recovery_code: code })
    const first = await replaced(await recover(profile.recoveryCode))
    expect(first.recovery_code).toMatch(/^laurel_recovery_[\w-]{43}$/)
    expect(await refusal(await recover(profile.recoveryCode))).toEqual([403, 'wrong_recovery_code'])
    // A private profile does not exist for a key or a token that is over.
    expect(await statusFor(profile, bearer(profile.key))).toBe(404)
    expect(await statusFor(profile, cookie(profile))).toBe(404)
    expect(await statusFor(profile, bearer(first.owner_key))).toBe(200)
    const second = await replaced(await recover(first.recovery_code))
    expect(await statusFor(profile, bearer(first.owner_key))).toBe(404)
    expect(await statusFor(profile, bearer(second.owner_key))).toBe(200)
  })

  it.each<[string, (profile: Owned) => unknown]>([
    ['the key', ({ key }) => key],
    ['a token', ({ token }) => token],
    ['a guess', () => 'laurel_recovery_guess'],
    ['nothing', () => ''],
  ])('is not %s', async (_what, codeOf) => {
    const profile = await create()
    const answer = await replace(profile, { recovery_code: codeOf(profile) })
    expect(await refusal(answer)).toEqual([403, 'wrong_recovery_code'])
    expect(await statusFor(profile, bearer(profile.key))).toBe(200)
  })

  it('is not the key: it opens nothing by itself', async () => {
    const profile = await create()
    expect(await statusFor(profile, bearer(profile.recoveryCode))).toBe(403)
  })

  it('is answered the same for a private profile and for none, and counted as a key that is tried', async () => {
    const { handle } = await create({ visibility: 'private' })
    const asked: string[] = []
    const STRICT_LIMITER = {
      limit: async ({ key }: { key: string }) => ({ success: asked.push(key) <= 2 }),
    }
    const attempt = (name: string) =>
      callWith({ STRICT_LIMITER }, path({ handle: name }), {
        method: 'POST',
        body: JSON.stringify({ recovery_code: 'laurel_recovery_guess' }),
        headers: { 'Content-Type': 'application/json' },
      })
    const answers = await Promise.all([attempt(handle), attempt(`${handle.slice(0, -1)}z`)])
    const [one, other] = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map(({ status }) => status)).toEqual([403, 403])
    expect(one).toBe(other)
    expect(await refusal(await attempt(handle))).toEqual([429, 'rate_limited'])
    expect(new Set(asked)).toEqual(new Set(['key:local']))
  })
})

describe('on the page', () => {
  it('the owner makes a new key after a confirmation, and is signed out everywhere', async () => {
    const profile = await create()
    const own = (fields: Record<string, string>) =>
      sendForm(`/@${profile.handle}/owner-key`, fields, cookie(profile))
    expect((await own({})).status).toBe(400)
    expect(await statusFor(profile, bearer(profile.key))).toBe(200)
    const answer = await own({ confirm: 'yes' })
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    expect(answer.headers.get('Set-Cookie')).toContain('Max-Age=0')
    const [key = ''] = /laurel_[\w-]{43}(?=")/.exec(await answer.text()) ?? []
    expect(await statusFor(profile, bearer(key))).toBe(200)
    expect(await statusFor(profile, bearer(profile.key))).toBe(403)
    expect(await statusFor(profile, cookie(profile))).toBe(403)
  })

  it('whoever has the recovery code gets a new key and the next code', async () => {
    const profile = await create()
    const recover = (code: string, handle = `@${profile.handle.toUpperCase()}`) =>
      sendForm('/recover', { handle, recovery_code: code })
    for (const wrong of [recover('no'), recover(profile.recoveryCode, 'no such handle')]) {
      expect((await wrong).status).toBe(403)
      expect(await (await wrong).text()).toContain('don’t match')
    }
    const answer = await recover(` ${profile.recoveryCode} `)
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    const page = await answer.text()
    const [key = ''] = /laurel_[\w-]{43}(?=")/.exec(page) ?? []
    expect(await statusFor(profile, bearer(key))).toBe(200)
    const [next = ''] = /laurel_recovery_[\w-]{43}/.exec(page) ?? []
    await replaced(await replace(profile, { recovery_code: next }))
  })
})
