import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, call, cookie, create, ORIGIN, type Owned, sendForm } from './client.ts'

const html = (path: string, headers: HeadersInit = {}) =>
  call(path, { headers: { Accept: 'text/html', ...headers } })
const own = (profile: Owned, action: string, fields: Record<string, string> = {}) =>
  sendForm(`/@${profile.handle}/${action}`, fields, cookie(profile))

describe('the owner’s webhooks', () => {
  const secretIn = (page: string) => /value="(whsec_[^"]+)"/.exec(page)?.[1]
  const url = 'https://hooks.example.com/a?token=of-mine'

  beforeEach(() => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('unreachable'))
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('are added by a form whose answer shows the secret, this once', async () => {
    const profile = await create()
    const answer = await own(profile, 'webhooks', { url, form: 'json' })
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([201, 'no-store'])
    expect(secretIn(await answer.text())).toMatch(/^whsec_/)
    const page = await (await html(`/@${profile.handle}`, cookie(profile))).text()
    expect(page).toContain('<h3>hooks.example.com</h3>')
    expect(page).toContain('Not confirmed')
    expect(page).not.toMatch(/whsec_|of-mine/)
    expect(await (await html(`/@${profile.handle}`)).text()).not.toContain('hooks.example.com')
  })

  it('are tried and removed by forms that lead back to them', async () => {
    const profile = await create()
    await own(profile, 'webhooks', { url: 'https://discord.com/api/webhooks/1/of-mine', form: 'discord' })
    const page = async () => (await html(`/@${profile.handle}`, cookie(profile))).text()
    const id = /\/webhooks\/([0-9a-f-]{36})\/test/.exec(await page())?.[1]
    for (const action of ['test', 'remove']) {
      const answer = await own(profile, `webhooks/${id}/${action}`)
      expect([answer.status, answer.headers.get('Location')]).toEqual([
        303,
        `/@${profile.handle}#webhooks-panel`,
      ])
    }
    expect(await page()).not.toContain('<h3>discord.com</h3>')
    expect((await own(profile, `webhooks/${id}/remove`)).status).toBe(404)
  })

  it.each([
    ['http://hooks.example.com/', 'json'],
    ['https://10.0.0.1/', 'json'],
    ['', 'json'],
    [url, 'carrier-pigeon'],
    [url, 'discord'],
    ['https://hooks.example.com:6379/', 'json'],
  ])('are refused with a page that says why: %s as %s', async (address, form) => {
    const answer = await own(await create(), 'webhooks', { url: address, form })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('<h1')
  })
})

describe('the events of the owner’s Hermes', () => {
  it('are set up by a form whose answer shows the lines for Hermes, this once, and stopped by it', async () => {
    const profile = await create()
    const answer = await own(profile, 'hermes-events', { action: 'set-up' })
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([201, 'no-store'])
    const lines = (await answer.text()).replaceAll('&quot;', '"')
    expect(lines).toContain(`url: "${ORIGIN}${api(profile.handle, '/hermes-events')}"`)
    expect(lines).toMatch(/secret: "laurel_events_[\w-]{43}", events: \[pre_llm_call, /)
    const page = await (await html(`/@${profile.handle}`, cookie(profile))).text()
    expect(page).toContain('hermes-panel')
    expect(page).not.toContain('laurel_events_')
    const stopped = await own(profile, 'hermes-events', { action: 'stop' })
    expect(stopped.headers.get('Location')).toBe(`/@${profile.handle}#hermes-panel`)
  })
})
