import { env } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { CircleSchema, CirclesSchema } from '../../../src/contract/circles.ts'
import { withSettings } from '../scan/profiles.ts'
import { api, bearer, call, cookie, create, type Owned, refusal, sendForm, sendJson } from './client.ts'

const path = ({ handle }: Owned, rest = '') => api(handle, `/circles${rest}`)

async function make(owner: Owned, body: object = { name: 'Night shift' }) {
  const answer = await sendJson('POST', path(owner), body, bearer(owner.key))
  expect(answer.status).toBe(201)
  return CircleSchema.parse(await answer.json())
}

const join = (owner: Owned, code = '') => sendJson('POST', path(owner, '/join'), { code }, bearer(owner.key))
const ask = (owner: Owned, rest: string, method = 'GET') =>
  call(path(owner, rest), { method, headers: bearer(owner.key) })

/** What a piece of a page says. */
const wordsOf = (html = '') => html.replace(/<[^>]*>/g, '').trim()

let ada: Owned
let bob: Owned
let eve: Owned

beforeAll(async () => {
  ada = await create({ time_zone: 'Europe/Berlin' })
  bob = await create({ visibility: 'private' })
  eve = await create({ visibility: 'public' })
})

describe('a circle', () => {
  it('is joined by its code, by private pages too, and only its maker sees the code', async () => {
    const { id, code, time_zone } = await make(ada)
    expect(time_zone).toBe('Europe/Berlin')
    const answer = await join(bob, code)
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    const seen = CircleSchema.parse(await answer.json())
    expect(seen.code).toBeUndefined()
    expect(seen.members.map(({ handle }) => handle)).toEqual([ada.handle, bob.handle])
    const list = CirclesSchema.parse(await (await ask(bob, '')).json())
    expect(list.circles.map((circle) => circle.id)).toEqual([id])
    // In a page or the API: nothing that may be kept on the way has the code.
    for (const owner of [ada, bob]) {
      const page = await call(`/@${owner.handle}/circles/${id}`, { headers: cookie(owner) })
      expect([page.status, page.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
      expect((await page.text()).includes(code ?? '')).toBe(owner === ada)
    }
  })

  it('looks to those who are not in it as if it did not exist', async () => {
    const { id } = await make(ada)
    const unknown = id.replace(/./g, (digit) => (digit === '0' ? '1' : '0'))
    for (const [method, rest] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/code'],
      ['DELETE', `/members/${ada.handle}`],
      ['DELETE', `/members/${eve.handle}`],
    ] as const) {
      const of = async (circle: string) => {
        const answer = await ask(eve, `/${circle}${rest}`, method)
        return [answer.status, await answer.text()]
      }
      expect(await of(id)).toEqual(await of(unknown))
      expect((await of(id))[0]).toBe(404)
    }
    expect((await ask(ada, `/${id}`)).status).toBe(200)
  })

  it('is its maker’s to rename and to end, and each member’s to leave', async () => {
    const { id, code } = await make(ada)
    await join(bob, code)
    const rename = (owner: Owned, name: string) =>
      sendJson('PATCH', path(owner, `/${id}`), { name }, bearer(owner.key))
    expect(await refusal(await rename(bob, 'Mine'))).toEqual([403, 'makers_only'])
    expect(await (await rename(ada, '  Day   shift ')).json()).toMatchObject({ name: 'Day shift' })
    expect(await refusal(await ask(bob, `/${id}/members/${ada.handle}`, 'DELETE'))).toEqual([
      403,
      'makers_only',
    ])
    expect(await refusal(await ask(ada, `/${id}/members/nobody`, 'DELETE'))).toEqual([
      404,
      'member_not_found',
    ])
    expect((await ask(bob, `/${id}/members/${bob.handle}`, 'DELETE')).status).toBe(204)
    expect(await refusal(await ask(bob, `/${id}`))).toEqual([404, 'circle_not_found'])
    await join(bob, code)
    expect((await ask(ada, `/${id}`, 'DELETE')).status).toBe(204)
    expect(await refusal(await ask(bob, `/${id}`))).toEqual([404, 'circle_not_found'])
    expect(CirclesSchema.parse(await (await ask(bob, '')).json()).circles.map((one) => one.id)).not.toContain(
      id,
    )
  })

  it('refuses what is wrong, and says what', async () => {
    const { id } = await make(ada)
    const made = (body: object) => sendJson('POST', path(ada), body, bearer(ada.key))
    for (const name of [
      '',
      '   ',
      'x'.repeat(41),
      'a\u202eb',
      'a\u3164',
      '\u2800',
      'x' + '\u0301'.repeat(9),
    ]) {
      expect(await refusal(await made({ name }))).toEqual([400, 'invalid_request'])
    }
    expect(await refusal(await made({ name: 'A', time_zone: 'Mars' }))).toEqual([400, 'invalid_time_zone'])
    expect(await refusal(await join(bob, 'AAAA-AAAA-AAAA'))).toEqual([404, 'circle_not_found'])
    expect(await refusal(await ask(ada, `/${id}?month=2020-01`))).toEqual([400, 'invalid_request'])
    expect(await refusal(await ask(ada, `/${id}?month=x`))).toEqual([400, 'invalid_request'])
    expect(await refusal(await ask(ada, '/x'))).toEqual([400, 'invalid_request'])
  })

  it('has as many members, and a profile as many circles, as the settings say', async () => {
    const restore = withSettings({ CIRCLE_MEMBERS_MAX: 1, CIRCLES_MAX: 1 })
    try {
      const [one, other] = [await create(), await create()]
      const { code } = await make(one)
      expect(await refusal(await sendJson('POST', path(one), { name: 'B' }, bearer(one.key)))).toEqual([
        409,
        'too_many_circles',
      ])
      expect(await refusal(await join(other, code))).toEqual([409, 'circle_full'])
      expect(await (await ask(other, '')).json()).toEqual({ circles: [], circles_max: 1 })
    } finally {
      restore()
    }
  })

  it('counts tries of codes as it counts tries of keys', async () => {
    const limited = {
      STRICT_LIMITER: { limit: async ({ key }: { key: string }) => ({ success: !key.startsWith('key:') }) },
    }
    const before = env.STRICT_LIMITER
    Object.assign(env, limited)
    try {
      expect(await refusal(await join(bob, 'AAAA-AAAA-AAAA'))).toEqual([429, 'rate_limited'])
    } finally {
      Object.assign(env, { STRICT_LIMITER: before })
    }
  })
})

describe('the pages of circles', () => {
  it('make, join and leave one by plain forms', async () => {
    const [one, other] = [await create(), await create()]
    const made = await sendForm(`/@${one.handle}/circles`, { name: 'Desk', time_zone: 'UTC' }, cookie(one))
    const page = made.headers.get('Location') ?? ''
    expect([made.status, page]).toEqual([303, expect.stringContaining(`/@${one.handle}/circles/`)])
    const shown = await (await call(page, { headers: cookie(one) })).text()
    const [code = ''] = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(shown) ?? []
    expect(shown).toContain(`/circles/join#code=${code}`)
    const wrong = await sendForm(`/@${other.handle}/circles/join`, { code: 'no' }, cookie(other))
    expect([wrong.status, await wrong.text()]).toEqual([
      404,
      expect.stringContaining('No circle has this code.'),
    ])
    const joined = await sendForm(`/@${other.handle}/circles/join`, { code }, cookie(other))
    expect(joined.status).toBe(303)
    const unnamed = await sendForm(`/@${one.handle}/circles`, { name: ' ', time_zone: 'UTC' }, cookie(one))
    const [notice] = /<div class="notice notice-error".*?<\/div>/s.exec(await unnamed.text()) ?? []
    expect([unnamed.status, wordsOf(notice)]).toEqual([400, 'Give it a name.'])
    const circle = joined.headers.get('Location') ?? ''
    const left = await sendForm(`${circle}/members/${other.handle}/remove`, {}, cookie(other))
    expect(left.headers.get('Location')).toBe(`/@${other.handle}/circles`)
    expect((await call(circle, { headers: cookie(other) })).status).toBe(404)
  })

  it('show a month, and refuse what is none with a page', async () => {
    const { id, month } = await make(ada)
    const shown = (wanted: string) =>
      call(`/@${ada.handle}/circles/${id}?month=${wanted}`, {
        headers: { ...cookie(ada), Accept: 'text/html' },
      })
    expect((await shown(month)).status).toBe(200)
    const refused = await shown('2026-13')
    expect([refused.status, refused.headers.get('Content-Type')]).toEqual([400, 'text/html; charset=UTF-8'])
    const [main] = /<main.*<\/main>/s.exec(await refused.text()) ?? []
    expect(wordsOf(main)).toContain('A month looks like 2026-11.')
    expect(wordsOf(main)).not.toContain('API')
  })

  it('lead an invitation to the pages that a browser is signed in to, and never say the code', async () => {
    const signedIn = await (await call('/circles/join', { headers: cookie(ada) })).text()
    expect(signedIn).toContain(`Join as @${ada.handle}`)
    expect(await (await call('/circles/join?code=K7QM-2XPD-9RTX')).text()).not.toContain('9RTX')
  })
})
