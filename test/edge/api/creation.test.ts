import { env, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { profileObject } from '../../../functions/profile/client.ts'
import { CreatedProfileSchema, ProfileSchema, RESERVED_NAMES } from '../../../src/contract/profiles.ts'
import { sha256Hex } from '../../../src/digest.ts'
import { api, bearer, call, callWith, create, freshHandle, refusal, sendJson } from './client.ts'

const PROFILES = '/api/v1/profiles'
const post = (body: unknown, headers?: HeadersInit) => sendJson('POST', PROFILES, body, headers)

describe('a handle', () => {
  it.each(['abc', 'a-1', 'x'.repeat(39), '0-0'])('may be %s', async (handle) => {
    expect((await post({ handle })).status).toBe(201)
  })

  it.each([
    ['shorter than 3', 'ab'],
    ['longer than 39', 'x'.repeat(40)],
    ['with a capital', 'Ada'],
    ['with an underscore', 'a_da'],
    ['with a hyphen before it', '-ada'],
    ['with a hyphen behind it', 'ada-'],
    ['with a Cyrillic а', 'аda'],
    ['with a full-width letter', 'ａda'],
    ['with an invisible joiner', 'a\u200dda'],
    ['with a line break behind it', 'ada\n'],
    ['with a dot', 'a.da'],
    ['of spaces', '   '],
    ['of nothing', ''],
    ['that is a number', 123],
    ['that is null', null],
  ])('is refused when it is one %s', async (_what, handle) => {
    expect(await refusal(await post({ handle }))).toEqual([400, 'invalid_handle'])
  })

  it('is refused when it is reserved', async () => {
    for (const handle of RESERVED_NAMES) {
      expect(await refusal(await post({ handle }))).toEqual([400, 'invalid_handle'])
    }
  })

  it.each([
    'laure1',
    '1aurel',
    'lau-rel',
    'adm1n',
    'c-r-0-n',
    'nousresearch',
    'n0us-research',
    'g1thub',
    'her-mes',
    'sample-00000000',
  ])('is refused when it looks like a reserved one: %s', async (handle) => {
    expect(await refusal(await post({ handle }))).toEqual([400, 'invalid_handle'])
  })
})

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata'])(
    'may be %s',
    async (zone) => {
      const answer = await post({ handle: freshHandle(), time_zone: zone })
      expect(await answer.json()).toMatchObject({ time_zone: zone })
    },
  )

  it.each(['Mars/Olympus', '+02:00', '-05', '', 'Europe/Berlin; DROP', 'U'.repeat(5000), 7])(
    'is refused when it is %s',
    async (zone) => {
      const answer = await post({ handle: freshHandle(), time_zone: zone })
      expect(await refusal(answer)).toEqual([400, 'invalid_time_zone'])
    },
  )
})

describe('a request to create', () => {
  it.each<[string, RequestInit, [number, string]]>([
    ['an unknown field', { body: '{"handle":"unknown-field","admin":true}' }, [400, 'invalid_request']],
    [
      'an unknown visibility',
      { body: '{"handle":"vis-ible","visibility":"secret"}' },
      [400, 'invalid_request'],
    ],
    ['broken JSON', { body: '{"handle":' }, [400, 'invalid_request']],
    ['a list', { body: '[]' }, [400, 'invalid_request']],
    ['a bare null', { body: 'null' }, [400, 'invalid_request']],
    ['no body', {}, [400, 'invalid_request']],
    [
      'plain text',
      { body: '{"handle":"plain-text"}', headers: { 'Content-Type': 'text/plain' } },
      [415, 'unsupported_media_type'],
    ],
    [
      'a form',
      { body: new URLSearchParams({ handle: 'a-form' }), headers: {} },
      [415, 'unsupported_media_type'],
    ],
    ['too much', { body: JSON.stringify({ handle: 'x'.repeat(20_000) }) }, [413, 'body_too_large']],
  ])('with %s is refused', async (_what, init, expected) => {
    const headers = { 'Content-Type': 'application/json' }
    expect(await refusal(await call(PROFILES, { method: 'POST', headers, ...init }))).toEqual(expected)
  })

  it('is refused when it sends too much without saying how much', async () => {
    const body = new Blob([JSON.stringify({ handle: 'x'.repeat(20_000) })]).stream()
    const headers = { 'Content-Type': 'application/json' }
    expect(await refusal(await call(PROFILES, { method: 'POST', headers, body }))).toEqual([
      413,
      'body_too_large',
    ])
  })

  it('never has its values in the refusal', async () => {
    const answer = await post({ handle: 'CANARY value', time_zone: 'CANARY zone' })
    expect(await answer.text()).not.toContain('CANARY')
  })
})

describe('a taken handle', () => {
  it('is refused, and its owner keeps the profile as it is', async () => {
    const first = await create({ time_zone: 'Asia/Tokyo', visibility: 'public' })
    const second = await post({ handle: first.handle, time_zone: 'UTC', visibility: 'private' })
    expect(await refusal(second)).toEqual([409, 'handle_taken'])
    const change = await sendJson('PATCH', api(first.handle), { visibility: 'public' }, bearer(first.key))
    expect(await change.json()).toMatchObject({ time_zone: 'Asia/Tokyo', visibility: 'public' })
  })

  it('goes to exactly one of twenty who want it at once', async () => {
    const handle = freshHandle()
    const answers = await Promise.all(Array.from({ length: 20 }, () => post({ handle })))
    const won = answers.filter(({ status }) => status === 201)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    expect(won).toHaveLength(1)
    const { owner_key } = CreatedProfileSchema.parse(await won[0]?.json())
    expect((await call(api(handle), { method: 'DELETE', headers: bearer(owner_key) })).status).toBe(204)
  })
})

describe('the owner key', () => {
  it('is kept as its SHA-256 alone, by its object and nowhere else', async () => {
    const { handle, key } = await create()
    const row = await env.REGISTRY.prepare('SELECT * FROM profiles WHERE handle = ?').bind(handle).first()
    expect(row).toMatchObject({ handle })
    expect(JSON.stringify(row)).not.toContain(key)
    const object = profileObject(env, handle)
    const kept = await runInDurableObject(object, async (_instance, state) => {
      const tables = state.storage.sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
        )
        .toArray()
      const rows = tables.map(({ name }) => state.storage.sql.exec(`SELECT * FROM "${name}"`).toArray())
      return JSON.stringify([rows, [...(await state.storage.list())]])
    })
    expect(kept).toContain(await sha256Hex(key))
    expect(kept).not.toContain(key)
  })

  it('is answered at creation, and by nothing that is asked later', async () => {
    const { handle, key } = await create()
    expect(key).toMatch(/^laurel_[A-Za-z0-9_-]{43}$/)
    const later = await call(api(handle), { headers: bearer(key) })
    expect(ProfileSchema.strict().parse(await later.json()).handle).toBe(handle)
  })

  it('is put into a cookie that scripts, other sites and plain connections do not get', async () => {
    const handle = freshHandle()
    const answer = await post({ handle })
    const attributes = answer.headers.get('Set-Cookie')?.split('; ') ?? []
    expect(attributes[0]).toMatch(new RegExp(`^laurel_key_${handle}=laurel_`))
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']))
    expect(attributes.some((attribute) => attribute.startsWith('Domain'))).toBe(false)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
  })
})

describe('when the object cannot be set up', () => {
  it('the handle is free again', async () => {
    const handle = freshHandle()
    let calls = 0
    const failing = {
      idFromName: (name: string) => env.PROFILES.idFromName(name),
      get: (id: DurableObjectId) => {
        calls += 1
        if (calls === 1) throw new Error('not now')
        return env.PROFILES.get(id)
      },
    }
    const body = JSON.stringify({ handle })
    const headers = { 'Content-Type': 'application/json' }
    const answer = await callWith({ PROFILES: failing }, PROFILES, { method: 'POST', headers, body })
    expect(await refusal(answer)).toEqual([500, 'internal_error'])
    expect((await post({ handle })).status).toBe(201)
  })
})
