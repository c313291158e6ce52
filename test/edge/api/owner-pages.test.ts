import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { GOLDEN, LISTS, REPORTS } from '../histories.ts'
import {
  api,
  bearer,
  call,
  cookie,
  create,
  type Owned,
  scanned,
  sendForm,
  sendJson,
  uploadGzip,
} from './client.ts'

afterEach(() => {
  vi.useRealTimers()
})

const html = (path: string, headers: HeadersInit = {}) =>
  call(path, { headers: { Accept: 'text/html', ...headers } })
const textOf = (page: string) => page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

async function pageOf(profile: Owned, path: string): Promise<string> {
  const answer = await html(`/@${profile.handle}${path}`, cookie(profile))
  expect(answer.status).toBe(200)
  return answer.text()
}

async function golden(): Promise<Owned> {
  const owner = await create({ visibility: 'public' })
  await uploadGzip(owner, GOLDEN.history)
  await scanned(owner)
  return owner
}

let owner: Owned
beforeAll(async () => {
  owner = await golden()
})

describe.each(['/insights', '/sessions', '/insights?days=all', '/sessions?children=1&q=a'])(
  'the page %s',
  (path) => {
    it('is its owner’s, and may be kept by nobody on the way', async () => {
      const answer = await html(`/@${owner.handle}${path}`, cookie(owner))
      expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
      expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
      expect(await answer.text()).toContain('name="robots" content="noindex"')
    })

    it('is a refusal for strangers and for owners of other profiles, that tells nothing', async () => {
      const other = await create()
      for (const headers of [
        {},
        cookie(other),
        cookie({ ...owner, token: other.token }),
        bearer(other.key),
      ]) {
        const answer = await html(`/@${owner.handle}${path}`, headers)
        expect([401, 403]).toContain(answer.status)
        expect(answer.headers.get('Cache-Control')).toBe('no-store')
        const page = await answer.text()
        expect(page).toContain('For the owner only')
        for (const { id, title } of LISTS.all_children ?? []) {
          expect(page).not.toContain(id)
          if (title) expect(page).not.toContain(title)
        }
      }
    })
  },
)

describe('the page of sessions', () => {
  const ids = (page: string) => [...page.matchAll(/data-session="([^"]+)"/g)].map(([, id]) => id)

  it('lists as the API does, page by page', async () => {
    const expected = (LISTS.default ?? []).map(({ id }) => id)
    const pages = [
      await pageOf(owner, '/sessions'),
      await pageOf(owner, '/sessions?page=2'),
      await pageOf(owner, '/sessions?page=3'),
    ]
    expect(pages.flatMap(ids)).toEqual(expected)
    expect(textOf(pages[0] ?? '')).toContain(`1–50 of ${expected.length} conversations`)
  })

  it('is searched, put in order and narrowed by its address', async () => {
    const sought = LISTS.all_children?.find(({ title }) => title)
    const found = await pageOf(owner, `/sessions?children=1&q=${encodeURIComponent(sought?.title ?? '')}`)
    expect(ids(found)).toContain(sought?.id)
    const tokens = (await pageOf(owner, '/sessions?sort=tokens')).match(/<dt>Tokens<\/dt><dd>[^<]+/g) ?? []
    expect(tokens[0]).not.toBe(tokens.at(-1))
    expect(textOf(await pageOf(owner, '/sessions?platform=no-such'))).toContain('No sessions match.')
    expect((await html(`/@${owner.handle}/sessions?history=no-such`, cookie(owner))).status).toBe(404)
  })

  it('unfolds what a session alone would unlock', async () => {
    const [{ id = '' } = {}] = LISTS.default ?? []
    const { badges } = await (
      await call(api(owner.handle, `/sessions/${id}/badges`), { headers: bearer(owner.key) })
    ).json<{ badges: { name: string }[] }>()
    const page = await pageOf(owner, `/sessions?open=${id}`)
    expect(page).toMatch(/<details class="session-more"[^>]* open/)
    for (const { name } of badges) expect(page).toContain(`>${name}</a>`)
    expect(textOf(page)).toContain(badges.length === 0 ? 'would unlock nothing' : `${badges.length} badge`)
    expect((await html(`/@${owner.handle}/sessions?open=no-such`, cookie(owner))).status).toBe(200)
  })

  it('shows what is reported live, as it goes on, and renames it', async () => {
    const profile = await create()
    const live = (method: string, path: string, body: object) =>
      sendJson(method, api(profile.handle, path), body, bearer(profile.key))
    await live('PATCH', '', { sync_to_insights: true })
    await live('PUT', '/live-sessions/web-1', { message_count: 2, input_tokens: 10, title: 'By the agent' })
    await live('POST', '/live-sessions/web-1/stream', { stream_id: 'turn-1' })
    const before = textOf(await pageOf(profile, '/sessions'))
    expect(before).toContain('By the agent')
    expect(before).toContain('1 session is streaming.')
    const renamed = await sendForm(
      `/@${profile.handle}/sessions/web-1/rename`,
      { title: ' By  hand ' },
      cookie(profile),
    )
    expect([renamed.status, renamed.headers.get('Location')]).toEqual([
      303,
      `/@${profile.handle}/sessions?open=web-1`,
    ])
    expect(textOf(await pageOf(profile, '/sessions'))).toContain('By hand')
    for (const [id, title, status] of [
      ['web-2', 'x', 404],
      ['web%201', 'x', 404],
      ['web-1', 'x'.repeat(101), 422],
    ] as const) {
      const answer = await sendForm(`/@${profile.handle}/sessions/${id}/rename`, { title }, cookie(profile))
      expect(answer.status).toBe(status)
    }
  })
})

describe('the page of insights', () => {
  it('has the figures of the report, for the days and the platform that its address names', async () => {
    const [expected] = REPORTS
    vi.useFakeTimers({ toFake: ['Date'], now: (expected?.generated_at ?? 0) * 1000 })
    const page = textOf(await pageOf(owner, '/insights'))
    const count = `All platforms cli cron discord telegram webui Sessions ${expected?.overview.total_sessions} `
    expect(page).toContain(count)
    for (const { tool } of expected?.tools.slice(0, 5) ?? []) expect(page).toContain(tool)
    const cli = textOf(await pageOf(owner, '/insights?source=cli'))
    expect(cli).not.toContain(count)
  })

  it('of days without a session is empty', async () => {
    expect(textOf(await pageOf(owner, '/insights?days=7'))).toContain('No sessions in the last 7 days.')
  })
})

describe('totals on the page of a profile', () => {
  const publish = (profile: Owned, value: string) =>
    sendForm(`/@${profile.handle}/insights`, { publish: value }, cookie(profile))

  it('show once the owner publishes them, to everyone, and no longer than that', async () => {
    const profile = await golden()
    vi.useFakeTimers({ toFake: ['Date'], now: (REPORTS[0]?.generated_at ?? 0) * 1000 })
    const seen = async () => (await html(`/@${profile.handle}`)).text()
    expect(await seen()).not.toContain('By the numbers')
    expect(await pageOf(profile, '')).not.toContain('By the numbers')
    const answer = await publish(profile, 'yes')
    expect([answer.status, answer.headers.get('Location')]).toEqual([
      303,
      `/@${profile.handle}/insights#publish-heading`,
    ])
    const strip = /<section id="by-numbers".*?<\/section>/.exec(await seen())?.[0] ?? ''
    expect(textOf(strip)).toMatch(/By the numbers last 30 days Sessions 110 Messages 1\.27K/)
    await publish(profile, 'no')
    expect(await seen()).not.toContain('By the numbers')
  })

  it('leave the calendar to a switch of its own', async () => {
    const profile = await create()
    const answer = await sendForm(`/@${profile.handle}/insights`, { calendar: 'yes' }, cookie(profile))
    expect(answer.headers.get('Location')).toBe(`/@${profile.handle}/insights#calendar-heading`)
    const shown = await (await call(api(profile.handle))).json()
    expect(shown).toMatchObject({ publish_insights: false, publish_calendar: true })
    const neither = await sendForm(`/@${profile.handle}/insights`, { calendar: 'maybe' }, cookie(profile))
    expect(neither.status).toBe(400)
  })

  it('are totals: no title, id, model, tool, skill or platform, and no cost', async () => {
    const profile = await golden()
    const [report] = REPORTS
    vi.useFakeTimers({ toFake: ['Date'], now: (report?.generated_at ?? 0) * 1000 })
    await publish(profile, 'yes')
    const strip =
      /<section id="by-numbers".*?<\/section>/.exec(await (await html(`/@${profile.handle}`)).text())?.[0] ??
      ''
    const sessions = LISTS.all_children ?? []
    const names = [
      ...sessions.flatMap(({ id, title, preview }) => [id, title, preview]),
      ...(report?.models.map(({ model }) => model) ?? []),
      ...(report?.tools.map(({ tool }) => tool) ?? []),
      ...(report?.platforms.map(({ platform }) => platform) ?? []),
      ...(report?.skills.top_skills.map(({ skill }) => skill) ?? []),
      '$',
    ]
    expect(strip).not.toBe('')
    for (const name of names)
      if (name && name.length > 3) expect(textOf(strip).toLowerCase()).not.toContain(name.toLowerCase())
    expect(
      strip
        .replace(/last 30 days/, '')
        .match(/<dd[^>]*>([^<]*)/g)
        ?.every((figure) => /\d/.test(figure)),
    ).toBe(true)
  })

  it('are published by a clear word alone', async () => {
    const profile = await create()
    for (const word of ['', 'true', 'perhaps']) {
      expect((await publish(profile, word)).status).toBe(400)
    }
  })
})
