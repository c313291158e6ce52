import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { ReportedSession } from '../../../src/contract/reports.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { COUNTED_STATS } from '../../../src/engine/stats.ts'
import { STATS_VERSION } from '../../../src/engine/version.ts'
import { SAID } from '../../fake-hermes.ts'
import { record } from '../../sessions/list/records.ts'
import { EXPECTED, GOLDEN } from '../histories.ts'
import { reportOf, wholeOf } from '../reporting.ts'
import { withSettings } from '../scan/profiles.ts'
import { CANARY, CANARY_ROW_MAX_BYTES, canaries, SHOWN, tellAsHermes } from './canaries.ts'
import {
  api,
  bearer,
  call,
  create,
  type Owned,
  put,
  scanned,
  sendJson,
  upload,
  uploadGzip,
} from './client.ts'
import { COMPARED, everyRoute, keyThatSigns, NO_BADGE, requestsOf } from './routes.ts'
import { publishStories } from './stories.ts'

/** Everything that an answer says, its headers too. */
async function everything(answer: Response): Promise<string> {
  const reader = answer.body?.getReader()
  const headers = [...answer.headers].map((header) => header.join(': ')).join('\n')
  if (!answer.headers.get('Content-Type')?.includes('event-stream')) {
    reader?.releaseLock()
    return `${headers}\n${new TextDecoder().decode(await answer.arrayBuffer())}`
  }
  const first = await reader?.read()
  await reader?.cancel()
  return `${headers}\n${new TextDecoder().decode(first?.value)}`
}

/**
 * What a stranger gets from every address of a profile, in every form there is. Every route that answers strangers is
 * reached: one whose addresses are not known to routes.ts fails here.
 */
async function everyPublicAnswer(profile: Owned): Promise<Map<string, string>> {
  const answers = new Map<string, string>()
  const issuerKey = await keyThatSigns(profile)
  await publishStories(profile)
  if (!(await call(`/@${COMPARED}`)).ok) await create({ handle: COMPARED, visibility: 'public' })
  for (const route of everyRoute()) {
    // Of these comes another profile, with another history.
    if (route.path === '/sample') continue
    const statuses = new Set<number>()
    for (const [path, Accept] of requestsOf(route, profile.handle, issuerKey)) {
      const headers = { Accept, 'Sec-Fetch-Site': 'same-origin' }
      const answer = await call(path, { method: route.method, headers })
      statuses.add(answer.status)
      answers.set(`${route.method} ${path} ${Accept}`, await everything(answer))
    }
    if (route.method === 'GET') expect(statuses, `${route.path} is reached`).toSatisfy(wasReached)
  }
  return answers
}

/** It showed something, or is the owner's alone. */
function wasReached(statuses: ReadonlySet<number>): boolean {
  return statuses.has(200) || statuses.has(401)
}

/** What its owner alone sees of a profile besides its history: where it is, where it is pulled from, and who is told. */
async function addPrivateNames({ handle, key }: Owned): Promise<void> {
  const name = `${CANARY.toLowerCase()}-laptop`
  expect((await sendJson('POST', api(handle, '/sources'), { name }, bearer(key))).ok).toBe(true)
  // The webhook is sent a test at once, and the history is pulled at once.
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError(`${CANARY} unreachable`))
  const url = `https://${CANARY}.example.com/${CANARY}`
  expect((await sendJson('POST', api(handle, '/webhooks'), { url }, bearer(key))).status).toBe(201)
  const pull = { url, header: { name: 'X-Canary7Q', value: CANARY } }
  const set = await sendJson('PUT', api(handle, `/pulls/${name}`), pull, bearer(key))
  expect(set.status).toBe(200)
  const pulls = await set.text()
  // The owner sees the host of the address alone.
  expect(pulls).toContain(new URL(url).host)
  expect(pulls.replaceAll(name, '').replaceAll(new URL(url).host, '')).not.toMatch(new RegExp(CANARY, 'i'))
}

/** A response without the requested id. Its variation shows that the catalog has it, which is public. */
function unnamed(answer: string, id: string): string {
  return answer.replaceAll(id, NO_BADGE).replace(/^vary: .*\n/m, '')
}

/** What is logged from here on. */
function spiedLines(): unknown[] {
  const lines: unknown[] = []
  for (const level of ['debug', 'log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...line: unknown[]) => {
      lines.push(line)
    })
  }
  return lines
}

async function beginReport(profile: Owned): Promise<string> {
  const path = api(profile.handle, '/sources/reported/reports')
  const answer = await sendJson('POST', path, { engine_version: STATS_VERSION }, bearer(profile.key))
  return (await answer.json<{ report_id: string }>()).report_id
}

async function putBatch(profile: Owned, batch: object | string): Promise<Response> {
  const path = api(profile.handle, `/sources/reported/reports/${await beginReport(profile)}/sessions`)
  const body = typeof batch === 'string' ? batch : JSON.stringify(batch)
  return call(path, { method: 'PUT', body, headers: bearer(profile.key) })
}

/** Reports these sessions, and what came of it. */
async function reported(profile: Owned, sessions: ReportedSession[]) {
  expect((await putBatch(profile, { sessions })).status).toBe(204)
  const path = api(profile.handle, `/sources/reported/reports/${await beginReport(profile)}/commit`)
  expect((await sendJson('POST', path, wholeOf(sessions), bearer(profile.key))).status).toBe(200)
  return scanned(profile)
}

/** Sessions as they are reported, every title a canary, one of them a badge's evidence. */
const SESSIONS = reportOf(EXPECTED.history, { titles: true }).map((session, index) => ({
  ...session,
  title: `${CANARY} title ${index}`,
  record: record(`${CANARY}-${index}`, {
    source: CANARY,
    model: `${CANARY}/model`,
    title: CANARY,
    preview: `${CANARY} begins`,
    started_at: Date.now() / 1000,
    end_reason: CANARY,
    parent_session_id: `${CANARY}-parent`,
    tools: [{ tool: CANARY, rows: 1, calls: 1 }],
    skills: [{ skill: CANARY, view_count: 1, manage_count: 0, last_used_at: null }],
  }),
}))

afterEach(() => {
  vi.restoreAllMocks()
})

const LIVE = 'Live9K'

interface Walk {
  profile: Owned
  /** What every address tells a stranger, by the request. */
  answers: Map<string, string>
  /** What was logged meanwhile. */
  lines: unknown[]
}

let walk: Promise<Walk> | null = null
let restore = () => {}
afterAll(() => restore())

/**
 * A profile with a history, a reported one and live sessions, all full of canaries, as a stranger sees it. It takes long,
 * and is made once.
 */
function theWalk(): Promise<Walk> {
  walk ??= (async () => {
    restore = withSettings({ ROW_MAX_BYTES: CANARY_ROW_MAX_BYTES })
    const lines = spiedLines()
    const profile = await create({ visibility: 'public' })
    const owner = bearer(profile.key)
    const bytes = await canaries()
    await sendJson('PATCH', api(profile.handle), { ...SHOWN, sync_to_insights: true }, owner)
    await upload(profile, bytes)
    const view = await scanned(profile)
    expect(view.unlocked_count).toBeGreaterThan(0)
    expect(view.scan_meta.warnings).toHaveLength(1)
    const both = await reported(profile, SESSIONS)
    expect(JSON.stringify(both.achievements)).toMatch(new RegExp(`${CANARY} title \\d`))
    for (const broken of [
      bytes.slice(0, -4096),
      bytes.slice(0, 5000),
      bytes.slice().fill(0xff, 4096, 12_000),
    ]) {
      await (await put(profile, broken, {}, 'broken')).text()
    }
    await addPrivateNames(profile)
    const wanted = { session_id: `${CANARY}-session-0`, name: CANARY }
    const template = await sendJson('POST', api(profile.handle, '/session-templates'), wanted, owner)
    expect(template.status).toBe(201)
    await tellLive(profile)
    const answers = await everyPublicAnswer(profile)
    return { profile, answers, lines }
  })()
  return walk
}

async function tellLive({ handle, key }: Owned): Promise<void> {
  const live = api(handle, `/live-sessions/${LIVE}-session`)
  const report = {
    message_count: 7,
    title: `${LIVE} title`,
    model: `${LIVE}-model`,
    source: `${LIVE}-source`,
  }
  const kept = await sendJson('PUT', live, report, bearer(key))
  expect(await kept.text()).toContain(`${LIVE} title`)
  await sendJson('POST', `${live}/stream`, { stream_id: `${LIVE}-turn` }, bearer(key))
  await tellAsHermes({ handle, key }, `${LIVE}-hermes`)
}

describe('what a history says', () => {
  it('is in no answer to a stranger, in no page, no error and no log line', async () => {
    const { profile, answers, lines } = await theWalk()
    const badges = await call(api(profile.handle, `/sessions/${CANARY}-unknown/badges`), {
      headers: bearer(profile.key),
    })
    const secrets = new RegExp(`${CANARY}|${profile.key}`, 'i')
    expect(await badges.text()).not.toMatch(secrets)
    expect(answers.size).toBeGreaterThan(100)
    for (const [request, answer] of answers) expect(answer, request).not.toMatch(secrets)
    expect(JSON.stringify(lines)).not.toMatch(secrets)
  })

  it('is there for the owner: the canaries were alive', async () => {
    const profile = await create({ visibility: 'public' })
    await upload(profile, await canaries())
    const view = await scanned(profile)
    expect(JSON.stringify(view.achievements)).toContain(CANARY)
    const rescan = await call(api(profile.handle, '/rescan'), {
      method: 'POST',
      headers: bearer(profile.key),
    })
    expect((await rescan.text()).toLowerCase()).toContain(`${CANARY}_tool`.toLowerCase())
    for (const path of ['/sessions?include_children=1', '/insights?days=36500']) {
      const answer = await call(api(profile.handle, path), { headers: bearer(profile.key) })
      expect(await answer.text()).toContain(CANARY)
    }
  })
})

describe('what is reported of a history', () => {
  it('is in no answer to a stranger, in no page, no error and no log line, but for its sums', async () => {
    const { profile, answers, lines } = await theWalk()
    const later = spiedLines()
    const [first] = SESSIONS
    const answersToOwner = [
      await putBatch(profile, { sessions: [{ ...first, counts: { message_count: 0, git_events: 1 } }] }),
      await putBatch(profile, { sessions: [{ ...first, title: CANARY.repeat(99) }] }),
      await putBatch(profile, { sessions: [first], removed: [`${CANARY}`] }),
      await putBatch(profile, `{"sessions": [${CANARY}`),
    ]
    const words = [CANARY, profile.key, ...SESSIONS.flatMap(({ id, fingerprint }) => [id, fingerprint])]
    const secrets = new RegExp(words.join('|'), 'i')
    for (const answer of answersToOwner) {
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(await answer.text()).not.toMatch(secrets)
    }
    for (const [request, answer] of answers) expect(answer, request).not.toMatch(secrets)
    expect(JSON.stringify([...lines, ...later])).not.toMatch(secrets)
  })

  it('is there for the owner: the canaries were alive', async () => {
    const profile = await create({ visibility: 'public' })
    expect(JSON.stringify((await reported(profile, SESSIONS)).achievements)).toContain(CANARY)
  })
})

describe('what is reported live', () => {
  it('is in no answer to a stranger, in no page, no error and no log line', async () => {
    const { profile, answers, lines } = await theWalk()
    const live = api(profile.handle, `/live-sessions/${LIVE}-session`)
    const owner = bearer(profile.key)
    const later = spiedLines()
    const refused = [
      await sendJson('PATCH', live, { title: LIVE.repeat(99) }, owner),
      await sendJson('PUT', live, [LIVE], owner),
      await sendJson('PATCH', `${live}-unknown`, { title: LIVE }, owner),
      await sendJson('PUT', `${live}%0A${LIVE}`, { title: LIVE }, owner),
    ]
    for (const answer of refused) {
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(await answer.text()).not.toContain(LIVE)
    }
    const passedOver = await sendJson(
      'PUT',
      `${live}-2`,
      { input_tokens: LIVE, model: LIVE.repeat(99) },
      owner,
    )
    expect([passedOver.status, await passedOver.text()]).toEqual([202, expect.not.stringContaining(LIVE)])
    const unsigned = await sendJson(
      'POST',
      api(profile.handle, '/hermes-events'),
      { extra: { text: LIVE } },
      {},
    )
    expect([unsigned.status, await unsigned.text()]).toEqual([401, expect.not.stringContaining(LIVE)])
    const secrets = new RegExp(`${LIVE}|${SAID}|laurel_events_`)
    for (const [request, answer] of answers) expect(answer, request).not.toMatch(secrets)
    expect(JSON.stringify([...lines, ...later])).not.toMatch(secrets)
    // What Hermes sent along is not kept for the owner either.
    const archive = await (await call(api(profile.handle, '/archive'), { headers: owner })).text()
    expect(archive).toContain(`${LIVE}-hermes`)
    expect(archive).not.toMatch(new RegExp(`${SAID}|laurel_events_`))
  })
})

describe('a secret that is still hidden', () => {
  it('is nowhere told from another: no id, name, text, figure or category of it', async () => {
    const profile = await create({ visibility: 'public' })
    await sendJson('PATCH', api(profile.handle), SHOWN, bearer(profile.key))
    await uploadGzip(profile, GOLDEN.edges)
    const view = await scanned(profile)
    const ids = EXPECTED.edges.achievements.filter(({ state }) => state === 'secret').map(({ id }) => id)
    const hidden = CATALOG.filter(({ id }) => ids.includes(id))
    expect(hidden).toHaveLength(view.secret_count)
    expect(hidden.length).toBeGreaterThan(0)
    const words = hidden.flatMap((definition) => [definition.id, definition.name, definition.description])
    const metrics = hidden.flatMap((definition) => ('metric' in definition ? [definition.metric] : []))
    const answers = await everyPublicAnswer(profile)
    for (const [request, answer] of answers) {
      const asked = ids.find((id) => request.includes(id))
      if (asked !== undefined) {
        // Whoever guesses its name is told what they would be of any other: that there is no such badge.
        const other = answers.get(request.replace(asked, NO_BADGE))
        expect(unnamed(answer, asked), request).toBe(unnamed(other ?? '', asked))
        continue
      }
      for (const word of words) expect(answer, request).not.toContain(word)
      // Where every stat that there is is named, none stands out.
      if (COUNTED_STATS.every((stat) => answer.includes(stat))) continue
      for (const metric of metrics) expect(answer, request).not.toContain(metric)
    }
  })

  it('counts in no category of the summary', async () => {
    const profile = await create()
    await uploadGzip(profile, GOLDEN.edges)
    const { achievements } = await scanned(profile)
    const answer = await call(api(profile.handle, '/achievements/summary'))
    const { strengths, gaps } =
      await answer.json<Record<'strengths' | 'gaps', { category: string; total: number }[]>>()
    const open = achievements.filter(({ state }) => state !== 'secret')
    for (const { category, total } of [...strengths, ...gaps]) {
      expect(total).toBe(open.filter((item) => item.category === category).length)
    }
    expect(gaps.length).toBeGreaterThan(0)
  })
})
