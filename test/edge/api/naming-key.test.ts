import { expect, it } from 'vitest'
import { api, bearer, call, create, refusal, sendJson } from './client.ts'

const namingKey = (handle: string, headers: HeadersInit = {}) => call(api(handle, '/naming-key'), { headers })

it('the naming key is given to the owner alone, the same each time, and is never cached', async () => {
  const { handle, key } = await create()
  const answer = await namingKey(handle, bearer(key))
  expect(answer.headers.get('Cache-Control')).toBe('no-store')
  const given: { naming_key: string } = await answer.json()
  expect(given.naming_key).toMatch(/^[0-9a-f]{64}$/)
  expect(await (await namingKey(handle, bearer(key))).json()).toEqual(given)
  expect(await refusal(await namingKey(handle))).toEqual([401, expect.any(String)])
  expect(await refusal(await namingKey(handle, bearer((await create()).key)))).toEqual([403, 'wrong_key'])
})

it('the naming key is another one for each profile, and is in no archive', async () => {
  const [one, other] = [await create(), await create()]
  const keys = await Promise.all(
    [one, other].map(async ({ handle, key }) => (await namingKey(handle, bearer(key))).text()),
  )
  expect(keys[0]).not.toBe(keys[1])
  const archive = await (await call(api(one.handle, '/archive'), { headers: bearer(one.key) })).text()
  expect(archive).not.toContain(JSON.parse(keys[0] ?? '').naming_key)
})

it('a client that has named sessions before the profile is there brings the key along', async () => {
  const naming_key = 'ab'.repeat(32)
  const handle = `n-${crypto.randomUUID().slice(0, 18)}`
  const created: { owner_key: string } = await (
    await sendJson('POST', '/api/v1/profiles', { handle, naming_key })
  ).json()
  expect(created).not.toHaveProperty('naming_key')
  expect(await (await namingKey(handle, bearer(created.owner_key))).json()).toEqual({ naming_key })
  const refused = await sendJson('POST', '/api/v1/profiles', { handle: `${handle}-b`, naming_key: 'short' })
  expect(refused.status).toBe(400)
})
