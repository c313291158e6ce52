import { env, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { issuerObject } from '../../../functions/issuer/object.ts'
import {
  CredentialSchema,
  IssuedCredentialSchema,
  type VerificationResult,
  VerificationResultSchema,
} from '../../../src/contract/credentials.ts'
import { revokedIn } from '../../credentials/status-bits.ts'
import {
  api,
  bearer,
  call,
  callWith,
  cookie,
  create,
  endRest,
  ORIGIN,
  type Owned,
  refusal,
  scanned,
  sendForm,
  sendJson,
  uploadGzip,
} from '../api/client.ts'
import { GOLDEN } from '../histories.ts'
import { payloadOf, retireKeys } from './signing-keys.ts'

const BADGE = 'let_him_cook'
const StatusList = z.object({ credentialSubject: z.object({ encodedList: z.string() }) })

/** A public profile that has earned some badges, and the token of one. */
async function decorated(options: object = {}): Promise<{ profile: Owned; token: string; badge: string }> {
  const profile = await create({ visibility: 'public', time_zone: 'UTC', ...options })
  await uploadGzip(profile, GOLDEN.history)
  const { achievements } = await scanned(profile)
  const badge = achievements.find((item) => item.unlocked && item.tier !== null)?.id ?? BADGE
  const answer = await call(`/@${profile.handle}/${badge}/credential.jwt`)
  expect(answer.status).toBe(200)
  return { profile, token: await answer.text(), badge }
}

async function verificationResult(credential: string): Promise<VerificationResult> {
  const answer = await sendJson('POST', '/api/v1/credentials/verify', { credential })
  expect(answer.status).toBe(200)
  return VerificationResultSchema.strict().parse(await answer.json())
}

/** Whether a token is revoked by the list that it names, for whoever reads it. */
async function isListed(token: string): Promise<boolean> {
  const { statusListCredential, statusListIndex } = CredentialSchema.parse(payloadOf(token)).credentialStatus
  const list = await call(statusListCredential.slice(ORIGIN.length))
  expect(list.headers.get('Content-Type')).toBe('application/vc+jwt')
  const { credentialSubject } = StatusList.parse(payloadOf(await list.text()))
  return (await revokedIn(credentialSubject.encodedList)).revoked.includes(Number(statusListIndex))
}

/** Whether the issuer knows a credential, by its id. */
function isKnown(token: string): Promise<boolean> {
  const { id } = CredentialSchema.parse(payloadOf(token))
  return runInDurableObject(
    issuerObject(env),
    (_issuer, { storage }) =>
      storage.sql.exec('SELECT 1 FROM statuses WHERE credential_id = ?', id).toArray().length > 0,
  )
}

/** Asks for a credential, and deletes the profile just before it is signed; returns the status. */
async function issuedWhileDeleted({ handle, key }: Owned, badge: string): Promise<number> {
  const issuer = issuerObject(env)
  const late = {
    issue: async (...given: Parameters<typeof issuer.issue>) => {
      await call(api(handle), { method: 'DELETE', headers: bearer(key) })
      return issuer.issue(...given)
    },
    revoke: (...given: Parameters<typeof issuer.revoke>) => issuer.revoke(...given),
  }
  const bindings = { ISSUER: { idFromName: () => '', get: () => late } }
  return (await callWith(bindings, `/@${handle}/${badge}/credential.jwt`)).status
}

let made: Awaited<ReturnType<typeof decorated>>

beforeAll(async () => {
  made = await decorated()
})

/** A part of a token. */
function part(value: object): string {
  return btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Another first letter of the signature. */
function tampered(token: string): string {
  const at = token.lastIndexOf('.') + 1
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
}

describe('a credential of this server', () => {
  it('is valid, and its page still shows the badge', async () => {
    const { profile, token, badge } = made
    expect(await verificationResult(token)).toMatchObject({
      verdict: 'valid',
      issuer: `${ORIGIN}/issuer`,
      claims: { handle: profile.handle, achievement: badge, attested: 'scanned' },
      key: { retired_at: null },
      standing: 'shown',
    })
  })

  it('is read out of an SVG that is sent as text', async () => {
    const svg = `<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential verify="${made.token}"/></svg>`
    expect((await verificationResult(svg)).verdict).toBe('valid')
  })

  it('is still valid when its key has retired, and one of the next key is too', async () => {
    await retireKeys()
    const { token: next } = await decorated()
    const [old, young] = [await verificationResult(made.token), await verificationResult(next)]
    expect([old.verdict, young.verdict]).toEqual(['valid', 'valid'])
    expect(old.key?.retired_at).toEqual(young.key?.made_at)
    expect(young.key?.retired_at).toBeNull()
  })

  it('is not genuine once a letter of it is another, and says nothing then', async () => {
    expect(await verificationResult(tampered(made.token))).toMatchObject({
      verdict: 'tampered',
      claims: null,
      key: null,
      standing: null,
    })
  })

  it('stays valid when its profile is made private, and is revoked when that is deleted', async () => {
    const { profile, token } = await decorated()
    const headers = bearer(profile.key)
    await sendJson('PATCH', api(profile.handle), { visibility: 'private' }, headers)
    expect(await verificationResult(token)).toMatchObject({ verdict: 'valid', standing: 'not_shown' })
    await sendJson('PATCH', api(profile.handle), { visibility: 'unlisted' }, headers)
    expect((await verificationResult(token)).standing).toBe('shown')
    expect(await isKnown(token)).toBe(true)
    await call(api(profile.handle), { method: 'DELETE', headers })
    expect(await verificationResult(token)).toMatchObject({ verdict: 'revoked', standing: 'not_shown' })
    expect(await isListed(token)).toBe(true)
    expect(await isKnown(token)).toBe(false)
    expect((await call(`/@${profile.handle}/${made.badge}/credential.jwt`)).status).toBe(404)
  })

  it('is not another’s who has the handle by now, with the same badge', async () => {
    const { profile, token } = await decorated()
    await call(api(profile.handle), { method: 'DELETE', headers: bearer(profile.key) })
    await endRest(profile)
    const { token: theirs } = await decorated({ handle: profile.handle })
    expect(await verificationResult(theirs)).toMatchObject({ verdict: 'valid', standing: 'shown' })
    expect(await verificationResult(token)).toMatchObject({ verdict: 'revoked', standing: 'not_shown' })
  })

  it('is revoked by its owner, in every copy; who asks again gets another', async () => {
    const { profile, token, badge } = await decorated()
    const path = `${api(profile.handle)}/achievements/${badge}/credential`
    expect(await refusal(await call(path, { method: 'DELETE' }))).toEqual([401, 'missing_key'])
    expect([(await verificationResult(token)).verdict, await isListed(token)]).toEqual(['valid', false])
    expect((await call(path, { method: 'DELETE', headers: bearer(profile.key) })).status).toBe(204)
    expect([(await verificationResult(token)).verdict, await isListed(token)]).toEqual(['revoked', true])
    const { jwt } = IssuedCredentialSchema.parse(await (await call(path)).json())
    expect([(await verificationResult(jwt)).verdict, await isListed(jwt)]).toEqual(['valid', false])
    expect(payloadOf(jwt).id).toBe(payloadOf(token).id)
    expect(await issuedWhileDeleted(profile, badge)).toBe(404)
    expect(await isKnown(jwt)).toBe(false)
  })

  it('is revoked from the page of its badge, once its owner has confirmed it', async () => {
    const { profile, token, badge } = await decorated()
    const form = `/@${profile.handle}/${badge}/credential/revoke`
    expect((await sendForm(form, { confirm: 'yes' })).status).toBe(401)
    const asked = await sendForm(form, {}, cookie(profile))
    expect([asked.status, (await verificationResult(token)).verdict]).toEqual([200, 'valid'])
    expect(await asked.text()).toContain('Revoke all copies')
    const done = await sendForm(form, { confirm: 'yes' }, cookie(profile))
    expect(await done.text()).toMatch(/credential is revoked[\s\S]*may take up to 5 minutes/)
    expect([(await verificationResult(token)).verdict, await isListed(token)]).toEqual(['revoked', true])
  })
})

describe('what is none of this server’s', () => {
  it('is asked of nobody, whatever addresses it names', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch')
    const header = part({
      alg: 'RS256',
      kid: 'http://169.254.169.254/key',
      jku: 'http://169.254.169.254/jwks',
    })
    const elsewhere = `${header}.${part({ iss: 'https://else.example/issuer' })}.AAAA`
    expect(await verificationResult(elsewhere)).toEqual({
      verdict: 'other_issuer',
      issuer: 'https://else.example/issuer',
      claims: null,
      key: null,
      standing: null,
    })
    const claimed = `${header}.${part({ iss: `${ORIGIN}/issuer` })}.AAAA`
    expect((await verificationResult(claimed)).verdict).toBe('unknown_key')
    expect(fetched).not.toHaveBeenCalled()
    fetched.mockRestore()
  })

  it.each(['hello', 'a.b.c', '<svg/>', '{"iss":1}', `${'x'.repeat(9000)}.y.z`])(
    'is unreadable: %.20s',
    async (text) => {
      expect((await verificationResult(text)).verdict).toBe('unreadable')
    },
  )

  it('is refused where it is nothing, or more than any credential', async () => {
    for (const body of [
      {},
      { credential: '' },
      { credential: ' ' },
      { credential: 'x'.repeat(15_001) },
      { credential: 7 },
    ]) {
      const answer = await sendJson('POST', '/api/v1/credentials/verify', body)
      expect(await refusal(answer)).toEqual([400, 'invalid_request'])
    }
  })
})

describe('the page that verifies', () => {
  const found = async (credential: string) => {
    const answer = await sendForm('/verify', { credential })
    return { status: answer.status, html: await answer.text() }
  }

  it('is there without any credential, for search engines too', async () => {
    const answer = await call('/verify')
    const html = await answer.text()
    expect([answer.status, html.includes('Is this credential genuine?')]).toEqual([200, true])
    expect(html).not.toContain('noindex')
  })

  it('says who issued what to whom, without a script', async () => {
    const { status, html } = await found(`  ${made.token.slice(0, 80)}\n${made.token.slice(80)}  `)
    expect(status).toBe(200)
    expect(html).toContain('Genuine')
    expect(html).toContain(`<strong>@${made.profile.handle}</strong> earned`)
    expect(html).toContain(`${ORIGIN}/issuer`)
    expect(html).toContain('Computed by this server from an uploaded history.')
    expect(html).toContain('Shown on the page.')
  })

  it('shows nothing of what was changed', async () => {
    const { html } = await found(tampered(made.token))
    expect(html).toContain('invalid signature')
    expect(html).not.toContain(made.profile.handle)
  })

  it('shows a foreign issuer’s name as text, and as nothing else', async () => {
    const { html } = await found(`${part({ alg: 'RS256' })}.${part({ iss: '<script>alert(1)</script>' })}.x`)
    expect(html).toContain('Issued by another server')
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toContain('<script>alert')
  })

  it('asks again where nothing was sent', async () => {
    expect(await found('')).toMatchObject({ status: 400, html: expect.stringContaining('nothing to verify') })
  })
})

describe('the page of a badge', () => {
  it('leads to its credential once it is earned', async () => {
    const { profile, badge } = made
    const html = await (await call(`/@${profile.handle}/${badge}`)).text()
    for (const form of ['jwt', 'svg', 'png']) {
      expect(html).toContain(`href="/@${profile.handle}/${badge}/credential.${form}"`)
    }
    const { achievements } = await scanned(profile)
    const open = achievements.find((item) => item.state === 'discovered' && !item.unlocked)
    expect(await (await call(`/@${profile.handle}/${open?.id}`)).text()).not.toContain('credential.jwt')
  })
})
