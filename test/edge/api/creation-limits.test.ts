import { env } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createProfile } from '../../../functions/profile/lifecycle.ts'
import { tick } from '../../../functions/scheduled.ts'
import { configFrom } from '../../../src/config.ts'
import { api, bearer, call, callWith, create, freshHandle, idOf, refusal } from './client.ts'

beforeEach(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await env.REGISTRY.exec('DELETE FROM creations; DELETE FROM resting_handles')
})

/** Asks for a profile, from an address. */
function ask(settings: object, { address = '192.0.2.1', ...fields }: Record<string, string> = {}) {
  return callWith(settings, '/api/v1/profiles', {
    method: 'POST',
    body: JSON.stringify({ handle: freshHandle(), ...fields }),
    headers: { 'Content-Type': 'application/json', 'CF-Connecting-IP': address },
  })
}

async function expectLimited(answer: Response) {
  const seconds = Number(answer.headers.get('Retry-After'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(86_400)
  expect(await refusal(answer)).toEqual([429, 'creation_limited'])
}

describe('profiles that are created in a day', () => {
  it('are limited for each network, whichever of its addresses asks', async () => {
    const settings = { CREATIONS_PER_NETWORK: 2 }
    for (const address of ['2001:db8:1:2::1', '2001:db8:1:2::2'])
      expect((await ask(settings, { address })).status).toBe(201)
    await expectLimited(await ask(settings, { address: '2001:db8:1:2:3:4:5:6' }))
    expect((await ask(settings, { address: '2001:db8:1:3::1' })).status).toBe(201)
  })

  it('are limited altogether, and leave no registration beyond that', async () => {
    const settings = { CREATIONS_MAX: 1 }
    expect((await ask(settings)).status).toBe(201)
    const handle = freshHandle()
    await expectLimited(await ask(settings, { address: '192.0.2.2', handle }))
    expect(await idOf(handle)).toBe('')
  })

  it('are limited when they are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask({ CREATIONS_PER_NETWORK: 3 })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
  })

  it('count again the next day', async () => {
    expect((await ask({ CREATIONS_MAX: 1 })).status).toBe(201)
    await env.REGISTRY.exec('UPDATE creations SET day = day - 1')
    expect((await ask({ CREATIONS_MAX: 1 })).status).toBe(201)
    await tick(env, Date.now() / 1000)
    const days = await env.REGISTRY.prepare('SELECT DISTINCT day FROM creations').all<{ day: number }>()
    expect(days.results).toEqual([{ day: Math.floor(Date.now() / 86_400_000) }])
  })

  it('do not include refused ones', async () => {
    const { handle } = await create()
    for (let round = 0; round < 3; round++) {
      expect(await refusal(await ask({ CREATIONS_PER_NETWORK: 1 }, { handle }))).toEqual([
        409,
        'handle_taken',
      ])
    }
    expect((await ask({ CREATIONS_PER_NETWORK: 1 })).status).toBe(201)
  })

  it('do not include samples, which have a limit of their own', async () => {
    const config = configFrom({ CREATIONS_MAX: 1 })
    const wanted = () => ({ handle: freshHandle(), time_zone: 'UTC', visibility: 'unlisted' as const })
    const sample = () => createProfile(env, config, wanted(), { expiresAt: Date.now() / 1000 + 60 })
    await sample()
    await expect(sample()).rejects.toMatchObject({ code: 'creation_limited' })
    await createProfile(env, config, wanted())
  })

  it('name no address in the registry', async () => {
    await ask({}, { address: '192.0.2.77' })
    const { results } = await env.REGISTRY.prepare('SELECT * FROM creations').all()
    expect(results).toHaveLength(2)
    expect(JSON.stringify(results)).not.toContain('192.0.2.77')
  })
})

describe('a handle that was given up', () => {
  it('rests for 30 days', async () => {
    const { handle, key } = await create()
    await call(api(handle), { method: 'DELETE', headers: bearer(key) })
    const answer = await ask({}, { handle })
    expect(await refusal(answer.clone())).toEqual([409, 'handle_taken'])
    const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    expect(await answer.text()).toContain(day)
    await tick(env, Date.now() / 1000 + 30 * 86_400 - 60)
    expect((await ask({}, { handle })).status).toBe(409)
    await tick(env, Date.now() / 1000 + 30 * 86_400)
    expect((await ask({}, { handle })).status).toBe(201)
  })
})

describe('creation by invitation', () => {
  const invited = { INVITATION_CODES: 'olive-branch, bay-leaf' }

  it.each([
    ['no code', {}],
    ['a wrong one', { invitation: 'oak-leaf' }],
    ['an empty one', { invitation: '' }],
    ['two of them', { invitation: 'olive-branch, bay-leaf' }],
  ])('is refused with %s, and a hint whom to ask', async (_what, fields: Record<string, string>) => {
    const answer = await ask(invited, fields)
    expect(await answer.clone().text()).toContain('"hint":"Ask whoever runs this server for a code."')
    expect(await refusal(answer)).toEqual([403, 'invitation_needed'])
  })

  it('takes each of the codes', async () => {
    for (const invitation of ['olive-branch', 'bay-leaf'])
      expect((await ask(invited, { invitation })).status).toBe(201)
  })

  it('has a field in the form, and no samples', async () => {
    const page = await (await callWith(invited, '/')).text()
    expect(page).toContain('name="invitation"')
    expect(page).not.toContain('action="/sample"')
    const form = (fields: Record<string, string>) =>
      callWith(invited, '/profiles', {
        method: 'POST',
        body: new URLSearchParams({ time_zone: 'UTC', visibility: 'unlisted', ...fields }),
        headers: { 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html' },
      })
    const refused = await form({ handle: freshHandle(), invitation: 'oak-leaf' })
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('not valid')])
    expect((await form({ handle: freshHandle(), invitation: 'bay-leaf' })).status).toBe(201)
  })

  it('is not asked for where anybody may create', async () => {
    expect(await (await call('/')).text()).not.toContain('name="invitation"')
    expect((await ask({}, { invitation: 'oak-leaf' })).status).toBe(201)
  })
})
