import { beforeAll, describe, expect, it } from 'vitest'
import {
  InjectedSchema,
  SessionTemplateSchema,
  type Suggestion,
  SuggestionsSchema,
  TemplateSummarySchema,
  TemplatesSchema,
} from '../../../src/contract/session-templates.ts'
import { EXPECTED, GOLDEN } from '../histories.ts'
import { reportOf } from '../reporting.ts'
import { withSettings } from '../scan/profiles.ts'
import {
  api,
  bearer,
  call,
  callWith,
  cookie,
  create,
  type Owned,
  put,
  refusal,
  scanned,
  sendForm,
  sendJson,
  uploadGzip,
} from './client.ts'
import { database, MESSAGES, SESSIONS } from './histories.ts'
import { begin, commit, putBatch } from './report-client.ts'

const SESSION = 's00004_da08fe'
const at = (owner: Owned, rest = '') => api(owner.handle, `/session-templates${rest}`)
const post = (owner: Owned, rest: string, body: object) =>
  sendJson('POST', at(owner, rest), body, bearer(owner.key))
const get = (owner: Owned, rest = '') => call(at(owner, rest), { headers: bearer(owner.key) })
const remove = (owner: Owned, rest: string) =>
  call(at(owner, rest), { method: 'DELETE', headers: bearer(owner.key) })
const listed = async (owner: Owned, rest = '') => TemplatesSchema.parse(await (await get(owner, rest)).json())

async function made(owner: Owned, body: object) {
  const answer = await post(owner, '', body)
  expect(answer.status).toBe(201)
  return TemplateSummarySchema.parse(await answer.json())
}

async function withHistory(options: object = {}): Promise<Owned> {
  const owner = await create(options)
  expect((await put(owner, GOLDEN.history, { 'Content-Encoding': 'gzip' })).status).toBe(200)
  await scanned(owner)
  return owner
}

describe('the templates of a profile with the golden history', () => {
  let owner: Owned
  beforeAll(async () => {
    owner = await withHistory()
  })

  it('are made, listed newest first, shown, put to use and deleted', async () => {
    const first = await made(owner, { session_id: SESSION, name: 'first', max_examples: 2, type: 'code' })
    const second = await made(owner, { session_id: SESSION })
    expect(first).toMatchObject({
      name: 'first',
      type: 'code',
      usage_count: 0,
      example_count: 2,
      redacted: 0,
    })
    expect(second.name).toMatch(new RegExp(`^${second.type}_s00004_da08fe_\\d{10}$`))
    expect((await listed(owner)).templates).toEqual([second, first])
    expect((await listed(owner, '?type=code')).templates).toEqual([first])

    const whole = SessionTemplateSchema.parse(await (await get(owner, '/first')).json())
    expect(whole.examples.map(({ tool_name }) => tool_name)).toHaveLength(2)

    const messages = [
      { role: 'system', content: 's' },
      { role: 'user', content: 'u', own: { deep: [1] } },
    ]
    const used = await post(owner, '/first/inject', { messages })
    const injected = InjectedSchema.parse(await used.json())
    expect(injected.template).toEqual({ name: 'first', usage_count: 1 })
    expect(injected.messages).toHaveLength(7)
    expect([injected.messages[0], injected.messages.at(-1)]).toEqual(messages)
    expect(injected.messages[3]).toEqual({
      role: 'tool',
      tool_call_id: 'tpl_0',
      content: whole.examples[0]?.result,
    })

    const alone = await post(owner, '/first/inject', { messages, as: 'prefill' })
    const { messages: sent, template } = InjectedSchema.parse(await alone.json())
    expect(sent.filter(({ role }) => role === 'system')).toEqual([messages[0]])
    expect([sent.length, template.usage_count]).toEqual([8, 2])

    expect((await remove(owner, '/first')).status).toBe(204)
    expect(await refusal(await get(owner, '/first'))).toEqual([404, 'template_not_found'])
    expect(await refusal(await remove(owner, '/first'))).toEqual([404, 'template_not_found'])
    expect(await refusal(await post(owner, '/first/inject', { messages }))).toEqual([
      404,
      'template_not_found',
    ])
    expect((await remove(owner, `/${second.name}`)).status).toBe(204)
  })

  it('are used by turns where a type is asked for', async () => {
    for (const name of ['a', 'b']) await made(owner, { session_id: SESSION, name, type: 'research' })
    const use = async () => {
      const answer = await post(owner, '/inject', { type: 'research', messages: [] })
      return InjectedSchema.parse(await answer.json()).template.name
    }
    expect([await use(), await use(), await use()]).toEqual(['a', 'b', 'a'])
    expect(await refusal(await post(owner, '/inject', { type: 'file', messages: [] }))).toEqual([
      404,
      'template_not_found',
    ])
    for (const name of ['a', 'b']) await remove(owner, `/${name}`)
  })

  it('are refused for a name that is taken or none, and for a session that is not there or calls nothing', async () => {
    await made(owner, { session_id: SESSION, name: 'taken' })
    const refused = async (body: object) => refusal(await post(owner, '', { session_id: SESSION, ...body }))
    expect(await refused({ name: 'taken' })).toEqual([409, 'template_exists'])
    expect(await refused({ name: 'no/name' })).toEqual([400, 'invalid_request'])
    expect(await refused({ name: '..' })).toEqual([400, 'invalid_request'])
    expect(await refused({ max_examples: 51 })).toEqual([400, 'invalid_request'])
    expect(await refused({ session_id: 'nobody-knows' })).toEqual([404, 'session_not_found'])
    expect(await refused({ source: 'other' })).toEqual([404, 'source_not_found'])
    const silent = EXPECTED.history.sessions.find((session) => session.tool_call_count === 0)
    expect(await refused({ session_id: silent?.session_id })).toEqual([404, 'no_examples'])
    await remove(owner, '/taken')
  })

  it('find good sessions among those whose figures speak for them', async () => {
    const answer = await post(owner, '/suggest', { limit: 3 })
    const { suggestions, considered } = SuggestionsSchema.parse(await answer.json())
    expect(suggestions.map(({ session_id }) => session_id)).toEqual([
      's00027_b62ad4',
      's00033_39cd72',
      's00038_d9bcf9',
    ])
    expect(suggestions[0]).toMatchObject({
      source: 'default',
      type: 'file',
      reasons: [
        expect.stringContaining('3 of 3 calls worked, '),
        '2 of 3 answers report success',
        'no errors',
      ],
    })
    expect(considered).toBe(
      EXPECTED.history.sessions.filter(({ tool_call_count }) => tool_call_count >= 3).length,
    )
    const classic = await post(owner, '/suggest', { limit: 50, classes: 'classic' })
    const code = (all: Suggestion[]) => all.reduce((sum, { code_calls }) => sum + code_calls, 0)
    const today = await post(owner, '/suggest', { limit: 50 })
    expect(code(SuggestionsSchema.parse(await classic.json()).suggestions)).toBeLessThan(
      code(SuggestionsSchema.parse(await today.json()).suggestions),
    )
  })

  it('are in the archive of the profile', async () => {
    await made(owner, { session_id: SESSION, name: 'kept' })
    const archive = await call(api(owner.handle, '/archive'), { headers: bearer(owner.key) })
    const bytes = new TextDecoder('latin1').decode(await archive.arrayBuffer())
    expect(bytes).toMatch(/session-templates\.json[\s\S]*"name":"kept"/)
    await remove(owner, '/kept')
  })
})

it('takes secrets out unless told otherwise, and counts them', async () => {
  const owner = await create()
  const bytes = await database((run) => {
    run(SESSIONS)
    run(MESSAGES)
    run('INSERT INTO sessions (id, source, started_at) VALUES (?, ?, ?)', ['s', 'cli', 1])
    const calls = JSON.stringify([
      { id: 'a', function: { name: 'terminal', arguments: '{"token":"canary-1"}' } },
    ])
    const say =
      'INSERT INTO messages (session_id, role, content, tool_call_id, tool_calls, timestamp) VALUES (?, ?, ?, ?, ?, ?)'
    run(say, ['s', 'assistant', null, null, calls, 1])
    run(say, ['s', 'tool', 'of another', 'b', null, 2])
    run(say, ['s', 'tool', 'Authorization: Bearer canary-2', 'a', null, 3])
  })
  await put(owner, bytes)
  expect((await made(owner, { session_id: 's', name: 'clean' })).redacted).toBe(2)
  expect(await (await get(owner, '/clean')).text()).not.toContain('canary')
  expect((await made(owner, { session_id: 's', name: 'whole', redact: false })).redacted).toBe(0)
  expect(await (await get(owner, '/whole')).text()).toMatch(/canary-1.*Bearer canary-2/)
})

it('says which way is open where the history is not kept: deleted after its scan, or reported', async () => {
  const deleted = await create()
  await sendJson(
    'POST',
    api(deleted.handle, '/sources'),
    { name: 'default', retention: 'delete-after-scan' },
    bearer(deleted.key),
  )
  await uploadGzip(deleted, GOLDEN.history)
  await scanned(deleted)
  const reported = await create()
  const sessions = reportOf(EXPECTED.history)
  const { report_id } = await begin(reported)
  expect((await putBatch(reported, report_id, { sessions })).status).toBe(204)
  expect((await commit(reported, report_id, sessions)).status).toBe(200)
  await scanned(reported)
  for (const owner of [deleted, reported]) {
    for (const [rest, body] of [
      ['', { session_id: SESSION }],
      ['/suggest', {}],
    ] as const) {
      const answer = await post(owner, rest, body)
      expect(await answer.clone().text()).toContain('laurel templates create')
      expect(await refusal(answer)).toEqual([409, 'history_not_kept'])
    }
  }
  const empty = await create()
  expect(await refusal(await post(empty, '', { session_id: SESSION }))).toEqual([404, 'session_not_found'])
  expect(await (await post(empty, '/suggest', {})).json()).toEqual({ suggestions: [], considered: 0 })
})

it('keeps as many as a profile may have', async () => {
  const restore = withSettings({ TEMPLATES_MAX: 3 })
  const owner = await withHistory()
  for (let index = 0; index < 3; index++)
    await made(owner, { session_id: SESSION, name: `t${index}`, max_examples: 1 })
  expect(await refusal(await post(owner, '', { session_id: SESSION }))).toEqual([409, 'too_many_templates'])
  expect((await listed(owner)).templates_max).toBe(3)
  restore()
})

it('takes messages of some size, and no more', async () => {
  const owner = await create()
  const inject = (content: string, bindings = {}) =>
    callWith(bindings, at(owner, '/inject'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...bearer(owner.key) },
      body: JSON.stringify({ type: 'code', messages: [{ role: 'user', content }] }),
    })
  expect(await refusal(await inject('x'.repeat(100_000)))).toEqual([404, 'template_not_found'])
  expect(await refusal(await inject('x'.repeat(100_000), { INJECT_MAX_BYTES: 50_000 }))).toEqual([
    413,
    'body_too_large',
  ])
})

it('is the owner’s alone: an error never says what was asked for', async () => {
  const owner = await withHistory({ visibility: 'public' })
  await made(owner, { session_id: SESSION, name: 'mine' })
  expect((await call(at(owner, '/mine'))).status).toBe(401)
  const unknown = await post(owner, '', { session_id: 'Canary-session', name: 'x' })
  expect(await unknown.text()).not.toContain('Canary')
})

describe('the owner’s pages', () => {
  let owner: Owned
  beforeAll(async () => {
    owner = await withHistory({ visibility: 'public' })
  })
  const page = async (rest = '') => {
    const answer = await call(`/@${owner.handle}/templates${rest}`, {
      headers: { ...cookie(owner), Accept: 'text/html' },
    })
    return { status: answer.status, html: await answer.text() }
  }
  const form = (rest: string, fields: Record<string, string>) =>
    sendForm(`/@${owner.handle}/templates${rest}`, fields, cookie(owner))

  it('lead from a suggestion to a template and away from it again', async () => {
    expect((await page()).html).toContain('No templates yet')
    const { html } = await page('?suggest=1')
    expect(html).toContain('3 of 3 calls worked')
    expect(html).toContain('value="s00027_b62ad4"')
    const answer = await form('?source=default', { session_id: 's00027_b62ad4' })
    expect(answer.status).toBe(303)
    const path = answer.headers.get('Location') ?? ''
    const name = path.slice(path.lastIndexOf('/') + 1)
    const template = await page(`/${name}`)
    expect(template.status).toBe(200)
    expect(template.html).toContain('Arguments of call 1')
    expect((await page()).html).toContain(`>${name}</a>`)
    expect((await form(`/${name}/delete`, {})).status).toBe(303)
    expect((await page(`/${name}`)).status).toBe(404)
    expect((await page()).html).toContain('No templates yet')
  })

  it('say on the page why no template came of it', async () => {
    const answer = await form('', { session_id: ' nobody ' })
    expect(answer.status).toBe(404)
    expect(await answer.text()).toMatch(/role="alert"[\s\S]*laurel templates create SESSION/)
    expect((await form('', { session_id: '' })).status).toBe(400)
    expect((await form('/no name/delete', {})).status).toBe(404)
  })

  it('are nobody else’s', async () => {
    const answer = await call(`/@${owner.handle}/templates`, { headers: { Accept: 'text/html' } })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('Content-Type')).toContain('text/html')
  })

  it('say what to do where no history is kept', async () => {
    const reported = await create()
    const answer = await call(`/@${reported.handle}/templates`, { headers: cookie(reported) })
    expect(await answer.text()).toContain('laurel templates create SESSION')
  })
})
