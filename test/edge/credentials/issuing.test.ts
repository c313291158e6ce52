import { env, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { issuerObject } from '../../../functions/issuer/object.ts'
import { profileClient } from '../../../functions/profile/client.ts'
import { SETTINGS } from '../../../src/config.ts'
import type { Achievement } from '../../../src/contract/achievements.ts'
import {
  AchievementDefinitionSchema,
  type Credential,
  CredentialSchema,
  IssuedCredentialSchema,
  IssuerProfileSchema,
  PublicKeySchema,
} from '../../../src/contract/credentials.ts'
import { tokenInPng } from '../../../src/credentials/png.ts'
import { tokenInSvg } from '../../../src/credentials/svg.ts'
import { sha256Hex } from '../../../src/digest.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import {
  api,
  bearer,
  call,
  callWith,
  create,
  keysOf,
  ORIGIN,
  type Owned,
  refusal,
  scanned,
  sendJson,
  upload,
  uploadGzip,
} from '../api/client.ts'
import { history } from '../api/histories.ts'
import { begin, commit, putBatch } from '../api/report-client.ts'
import { GOLDEN } from '../histories.ts'
import { HISTORY } from '../reporting.ts'
import { keyIdsOf, payloadOf, retireKeys } from './signing-keys.ts'

let owner: Owned
let earned: Achievement
let open: Achievement
/** One that has found little yet, and the id of what is a secret to it still. */
let young: Owned
let secret: string

beforeAll(async () => {
  owner = await create({ visibility: 'public', time_zone: 'UTC' })
  await uploadGzip(owner, GOLDEN.history)
  const { achievements } = await scanned(owner)
  const found = achievements.find((item) => item.unlocked && item.tier !== null)
  const locked = achievements.find((item) => item.state === 'discovered' && !item.unlocked)
  young = await create({ visibility: 'public' })
  await upload(young, await history(2))
  const little = (await scanned(young)).achievements
  const hidden = CATALOG.find(({ id }) => !little.some((item) => item.id === id))
  if (!found || !locked || !hidden)
    throw new Error(
      'Of the golden history some badges are earned and not others; of the small one some are secret.',
    )
  earned = found
  open = locked
  secret = hidden.id
})

const at = (form: string, { handle } = owner, id = earned.id) => `/@${handle}/${id}/credential.${form}`

async function tokenOf(path: string, headers: HeadersInit = {}): Promise<string> {
  const answer = await call(path, { headers })
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/plain; charset=UTF-8'])
  return answer.text()
}

/** Status, headers and body, without what was requested. */
async function shapeOf(path: string, asked: string) {
  const answer = await call(path)
  const text = new TextDecoder('latin1').decode(await answer.arrayBuffer()).replaceAll(asked, 'ASKED')
  return { status: answer.status, headers: [...answer.headers].sort(), digest: await sha256Hex(text) }
}

describe('the credential of an earned badge', () => {
  it('is a signed token of who earned what, and when', async () => {
    const { iss, sub, jti, nbf, ...document } = payloadOf(await tokenOf(at('jwt')))
    const credential: Credential = CredentialSchema.parse(document)
    const { reached_at = 0, recorded_at = 0 } = earned.tier_history.at(-1) ?? {}
    expect(recorded_at).toBeGreaterThan(reached_at)
    expect(Date.parse(credential.awardedDate)).toBe(Math.floor(reached_at) * 1000)
    expect([iss, sub, jti, nbf]).toEqual([
      `${ORIGIN}/issuer`,
      `${ORIGIN}/@${owner.handle}`,
      credential.id,
      Math.floor(recorded_at),
    ])
    expect(credential.name).toBe(`${earned.name}: ${earned.tier}`)
    expect(credential.credentialSubject.achievement.criteria.narrative).toBe(earned.criteria)
    expect(credential.evidence[0]?.genre).toBe('scanned')
  })

  it('is the same letters by every way it is had, and however often', async () => {
    const jwt = await tokenOf(at('jwt'))
    const svg = await call(at('svg'))
    const png = await call(at('png'))
    expect([svg.headers.get('Content-Type'), png.headers.get('Content-Type')]).toEqual([
      'image/svg+xml; charset=utf-8',
      'image/png',
    ])
    expect(tokenInSvg(await svg.text())).toBe(jwt)
    expect(tokenInPng(new Uint8Array(await png.arrayBuffer()))).toBe(jwt)
    const answer = await call(api(owner.handle, `/achievements/${earned.id}/credential`))
    const issued = IssuedCredentialSchema.parse(await answer.json())
    const { iss: _iss, sub: _sub, jti: _jti, nbf: _nbf, ...document } = payloadOf(jwt)
    expect(issued).toEqual({ jwt, credential: document })
    expect(await tokenOf(at('jwt'))).toBe(jwt)
  })

  it('is not sent again to who has it', async () => {
    for (const form of ['jwt', 'svg', 'png']) {
      const tag = (await call(at(form))).headers.get('ETag') ?? ''
      const again = await call(at(form), { headers: { 'If-None-Match': tag } })
      expect([form, again.status]).toEqual([form, 304])
    }
  })

  it('comes as a file with a name, and may be fetched by pages of others', async () => {
    const jwt = await call(at('jwt'))
    expect(jwt.headers.get('Content-Disposition')).toBe(
      `attachment; filename="${owner.handle}-${earned.id}.jwt"`,
    )
    for (const form of ['jwt', 'svg', 'png']) {
      expect((await call(at(form))).headers.get('Access-Control-Allow-Origin')).toBe('*')
    }
  })

  it('has its picture drawn once for its tier, and kept; it goes with the profile', async () => {
    const profile = await create({ visibility: 'public' })
    await uploadGzip(profile, GOLDEN.history)
    await scanned(profile)
    await call(at('png', profile))
    const kept = (await keysOf(profile)).filter((key) => key.includes(`/pictures/plaque-${earned.id}/`))
    expect(kept).toHaveLength(1)
    const [key = ''] = kept
    const stored = await env.SNAPSHOTS.get(key)
    // What is kept is the picture alone: the key that signs may change.
    expect(tokenInPng(new Uint8Array((await stored?.arrayBuffer()) ?? new ArrayBuffer(0)))).toBeNull()
    await call(api(profile.handle), { method: 'DELETE', headers: bearer(profile.key) })
    expect(await env.SNAPSHOTS.get(key)).toBeNull()
  })

  it('says of reported figures that they are', async () => {
    const profile = await create({ visibility: 'public', time_zone: 'UTC' })
    const { report_id } = await begin(profile)
    expect((await putBatch(profile, report_id, { sessions: HISTORY })).status).toBe(204)
    expect((await commit(profile, report_id, HISTORY)).status).toBe(200)
    await scanned(profile)
    const reported = CredentialSchema.parse(payloadOf(await tokenOf(at('jwt', profile))))
    expect(reported.evidence[0]).toMatchObject({ genre: 'self-reported', name: 'Self-reported by the owner' })
    // What the server has counted since is its own word.
    await sendJson('POST', api(profile.handle, '/sources'), { name: 'uploaded' }, bearer(profile.key))
    await uploadGzip(profile, GOLDEN.history, 'uploaded')
    await call(api(profile.handle, '/sources/default'), { method: 'DELETE', headers: bearer(profile.key) })
    await scanned(profile)
    const counted = CredentialSchema.parse(payloadOf(await tokenOf(at('jwt', profile))))
    expect([counted.id, counted.evidence[0]?.genre]).toEqual([reported.id, 'scanned'])
  })
})

describe('what is not earned', () => {
  it.each(['jwt', 'svg', 'png'])('is the same as what there is none of: credential.%s', async (form) => {
    const none = await shapeOf(at(form, young, 'no_such_badge'), 'no_such_badge')
    for (const id of ['secret_1', secret, earned.id]) {
      expect(await shapeOf(at(form, young, id), id)).toEqual(none)
    }
    const golden = await shapeOf(at(form, owner, 'no_such_badge'), 'no_such_badge')
    expect(await shapeOf(at(form, owner, open.id), open.id)).toEqual(golden)
  })

  it('has no credential by the API either', async () => {
    for (const id of [earned.id, 'no_such_badge', 'secret_1', secret]) {
      const answer = await call(api(young.handle, `/achievements/${id}/credential`))
      expect(await refusal(answer)).toEqual([404, 'not_found'])
    }
  })

  it('has a picture in its place that no credential is in', async () => {
    const svg = await call(at('svg', owner, open.id))
    expect([svg.status, tokenInSvg(await svg.text())]).toEqual([200, null])
    const png = await call(at('png', owner, open.id))
    expect([png.status, tokenInPng(new Uint8Array(await png.arrayBuffer()))]).toEqual([200, null])
  })

  it('is everything while nothing is scanned', async () => {
    const bare = await create({ visibility: 'public' })
    expect(await refusal(await call(at('jwt', bare)))).toEqual([404, 'not_found'])
  })
})

describe('a private profile', () => {
  it('has credentials for its owner, which nobody on the way may keep, and for nobody else', async () => {
    const hidden = await create({ visibility: 'private' })
    await uploadGzip(hidden, GOLDEN.history)
    await scanned(hidden)
    const unknown = `${hidden.handle.slice(0, -1)}z`
    for (const form of ['jwt', 'svg', 'png']) {
      const own = await call(at(form, hidden), { headers: bearer(hidden.key) })
      expect([own.status, own.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
      expect(await shapeOf(at(form, hidden), hidden.handle)).toEqual(
        await shapeOf(at(form, { ...hidden, handle: unknown }), unknown),
      )
    }
    expect(await keysOf(hidden)).not.toContainEqual(expect.stringContaining('plaque'))
  })
})

describe('pictures with credentials', () => {
  it('stay pictures where clients ask too often or something fails', async () => {
    const busy = { IMAGE_LIMITER: { limit: async () => ({ success: false }) } }
    const broken = {
      ISSUER: { idFromName: () => '', get: () => ({ issue: () => Promise.reject(new Error('down')) }) },
    }
    for (const bindings of [busy, broken]) {
      for (const form of ['svg', 'png']) {
        const answer = await callWith(bindings, at(form))
        expect([answer.status, answer.headers.get('Content-Type')?.slice(0, 6)]).toEqual([200, 'image/'])
      }
    }
    expect((await callWith(busy, at('jwt'))).status).toBe(429)
  })
})

describe('what credentials name', () => {
  it('is there: the issuer, its keys, and the key of a token by its own address', async () => {
    const token = await tokenOf(at('jwt'))
    const { kid } = JSON.parse(atob(token.split('.')[0] ?? ''))
    const key = await call(kid.slice(ORIGIN.length))
    const jwk = PublicKeySchema.strict().parse(await key.json())
    expect(jwk.kid).toBe(kid)
    const set = await (await call('/.well-known/jwks.json')).json<{ keys: object[] }>()
    expect(set.keys).toContainEqual(jwk)
    const profile = IssuerProfileSchema.parse(await (await call('/issuer')).json())
    expect(profile).toEqual(CredentialSchema.parse(payloadOf(token)).issuer)
    expect((await call(`/issuer/keys/${'x'.repeat(43)}`)).status).toBe(404)
  })

  it('describes each achievement as its credentials do, and tells no secret', async () => {
    const answer = await call(`/achievements/${earned.id}`)
    const { image: _image, ...definition } = CredentialSchema.parse(payloadOf(await tokenOf(at('jwt'))))
      .credentialSubject.achievement
    expect(AchievementDefinitionSchema.parse(await answer.json())).toEqual(definition)
    for (const id of [secret, 'no_such_badge', 'constructor']) {
      expect(await refusal(await call(`/achievements/${id}`))).toEqual([404, 'not_found'])
    }
  })

  it('is a page to people, at every address that a wallet links to', async () => {
    const credential = CredentialSchema.parse(payloadOf(await tokenOf(at('jwt'))))
    const { kid } = JSON.parse(atob((await tokenOf(at('jwt'))).split('.')[0] ?? ''))
    const { issuer, credentialSubject, evidence } = credential
    const links = [issuer.id, credentialSubject.id, credentialSubject.achievement.id, evidence[0]?.id, kid]
    for (const link of [...links, `${ORIGIN}/.well-known/jwks.json`]) {
      const page = await call(link.slice(ORIGIN.length), { headers: { Accept: 'text/html, */*;q=0.8' } })
      expect([link, page.status, page.headers.get('Content-Type')]).toEqual([
        link,
        200,
        'text/html; charset=UTF-8',
      ])
    }
  })
})

describe('the keys', () => {
  it('are made once, however many ask first', async () => {
    await retireKeys()
    const before = await keyIdsOf()
    const tokens = await Promise.all(Array.from({ length: 6 }, () => tokenOf(at('jwt'))))
    expect(new Set(tokens).size).toBe(1)
    expect(await keyIdsOf()).toHaveLength(before.length + 1)
  })

  it('rotate when one has signed for long enough; the id stays, and old ones stay published without a way to sign', async () => {
    const before = await tokenOf(at('jwt'))
    expect(await tokenOf(at('jwt'))).toBe(before)
    await retireKeys()
    const after = await tokenOf(at('jwt'))
    expect(after).not.toBe(before)
    expect(payloadOf(after)).toEqual(payloadOf(before))
    const kidOf = (token: string): string => JSON.parse(atob(token.split('.')[0] ?? '')).kid
    const { keys } = await (await call('/.well-known/jwks.json')).json<{ keys: { kid: string }[] }>()
    expect(keys.map(({ kid }) => kid)).toEqual(expect.arrayContaining([kidOf(before), kidOf(after)]))
    const halves = await runInDurableObject(issuerObject(env), (_issuer, { storage }) =>
      storage.sql
        .exec<{ retired: number; secret: number }>(
          'SELECT retired_at IS NOT NULL AS retired, private_jwk IS NOT NULL AS secret FROM signing_keys',
        )
        .toArray(),
    )
    expect(halves.filter(({ retired }) => !retired)).toEqual([{ retired: 0, secret: 1 }])
    expect(halves.filter(({ retired, secret }) => retired && secret)).toEqual([])
  })

  it('are published with nothing that signs', async () => {
    const texts = await Promise.all(
      ['/.well-known/jwks.json', '/issuer'].map(async (path) => (await call(path)).text()),
    )
    expect(texts.join()).not.toMatch(/"(d|p|q|dp|dq|qi)":/)
    const cached = (await call('/.well-known/jwks.json')).headers.get('Cache-Control')
    expect(cached).toBe(`public, max-age=${SETTINGS.JWKS_TTL_SECONDS.value}`)
  })
})

it('begins no scan', async () => {
  const runs = async () => (await profileClient(env, owner.handle).scans.status()).run_count
  const before = await runs()
  await tokenOf(at('jwt'))
  expect(await runs()).toBe(before)
})
