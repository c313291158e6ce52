import { z } from '@hono/zod-openapi'
import { describe, expect, it, vi } from 'vitest'
import { ErrorSchema } from '../../../functions/api/responses.ts'
import { SETTINGS } from '../../../src/config.ts'
import { Inflate } from '../../../src/storage/inflate.ts'
import { record } from '../../sessions/list/records.ts'
import { HISTORY } from '../reporting.ts'
import { bearer, call, create, refusal } from './client.ts'
import { gzipped } from './histories.ts'
import { begin, commit, path, put, putBatch } from './report-client.ts'

it('a batch may be gzip of several members (RFC 1952 section 2.2)', async () => {
  const owner = await create()
  const { report_id } = await begin(owner)
  const json = new TextEncoder().encode(JSON.stringify({ sessions: HISTORY }))
  const members = [await gzipped(json.slice(0, 50)), await gzipped(json.slice(50))]
  const body = new Uint8Array(await new Blob(members).arrayBuffer())
  expect((await put(owner, report_id, body, { 'Content-Encoding': 'gzip' })).ok).toBe(true)
})

describe('a batch is refused, with the name of the field, and nothing of it is kept', () => {
  const sound = HISTORY[1]
  const counting = (counts: object) => ({ ...HISTORY[0], counts })
  const SKILL_USE = { view_count: 1, manage_count: 0, last_used_at: null }
  const many = Array.from({ length: 201 }, (_, index) => `${index}`)

  it.each<[string, unknown, number, string, RegExp]>([
    [
      'a negative count',
      counting({ error_count: -1 }),
      400,
      'invalid_request',
      /^sessions\.1\.counts\.error_count: /,
    ],
    [
      'a fraction',
      counting({ error_count: 0.5 }),
      400,
      'invalid_request',
      /^sessions\.1\.counts\.error_count: /,
    ],
    [
      'more than anybody has',
      counting({ git_events: 2e9 }),
      400,
      'invalid_request',
      /^sessions\.1\.counts\.git_events: /,
    ],
    [
      'a count that is none',
      counting({ error_count: '7' }),
      400,
      'invalid_request',
      /^sessions\.1\.counts\.error_count: /,
    ],
    ['a figure that there is none of', counting({ bananas: 1 }), 400, 'invalid_request', /counts/],
    [
      'a time with a fraction',
      { ...HISTORY[0], started_at: 0.5 },
      400,
      'invalid_request',
      /^sessions\.1\.started_at: /,
    ],
    ['an id of another form', { ...HISTORY[0], id: 'secret' }, 400, 'invalid_request', /^sessions\.1\.id: /],
    [
      'a fingerprint of another form',
      { ...HISTORY[0], fingerprint: 'secret' },
      400,
      'invalid_request',
      /^sessions\.1\.fingerprint: /,
    ],
    [
      'a model by its name',
      { ...HISTORY[0], model: 'secret' },
      400,
      'invalid_request',
      /^sessions\.1\.model: /,
    ],
    [
      'a title that is too long',
      { ...HISTORY[0], title: 'secret'.repeat(100) },
      400,
      'invalid_request',
      /^sessions\.1\.title: /,
    ],
    [
      'more tools than a session uses',
      { ...HISTORY[0], record: record('1', { tools: many.map((tool) => ({ tool, rows: 1, calls: 0 })) }) },
      400,
      'invalid_request',
      /^sessions\.1\.record\.tools: /,
    ],
    [
      'more skills than a session uses',
      { ...HISTORY[0], record: record('1', { skills: many.map((skill) => ({ skill, ...SKILL_USE })) }) },
      400,
      'invalid_request',
      /^sessions\.1\.record\.skills: /,
    ],
    [
      'a tool whose name is too long',
      { ...HISTORY[0], record: record('1', { tools: [{ tool: 'x'.repeat(257), rows: 1, calls: 0 }] }) },
      400,
      'invalid_request',
      /^sessions\.1\.record\.tools\.0\.tool: /,
    ],
    [
      'more errors than messages',
      counting({ message_count: 1, error_count: 2 }),
      422,
      'impossible_figures',
      /^error_count: /,
    ],
    [
      'a sum that is none',
      counting({ message_count: 1, web_browser_calls: 2 }),
      422,
      'impossible_figures',
      /^web_browser_calls: /,
    ],
    ['figures without messages', counting({ git_events: 1 }), 422, 'impossible_figures', /^git_events: /],
    [
      'twice what is yes or no',
      counting({ message_count: 9, port_conflict_events: 2 }),
      422,
      'impossible_figures',
      /^port_conflict_events: /,
    ],
  ])('for %s', async (_what, session, status, code, message) => {
    const owner = await create()
    const { report_id } = await begin(owner)
    const answer = await put(owner, report_id, JSON.stringify({ sessions: [sound, session] }))
    expect(answer.status).toBe(status)
    const { error } = z.strictObject({ error: ErrorSchema.shape.error }).parse(await answer.json())
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(JSON.stringify(error)).not.toMatch(
      new RegExp(`secret|${HISTORY[0]?.id}|${HISTORY[0]?.fingerprint}`),
    )
    expect((await begin(owner)).sessions).toBe(0)
  })

  const gzip = { 'Content-Encoding': 'gzip' }
  const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text))

  it('for what is no JSON, no gzip, cut off, or encoded in a way that is not known', async () => {
    const owner = await create()
    const { report_id } = await begin(owner)
    const compressed = await gzipped(bytesOf(JSON.stringify({ sessions: HISTORY })))
    expect(await refusal(await put(owner, report_id, '{"sessions":'))).toEqual([400, 'invalid_request'])
    expect(await refusal(await put(owner, report_id, ''))).toEqual([400, 'invalid_request'])
    expect(await refusal(await put(owner, report_id, '[]'))).toEqual([400, 'invalid_request'])
    expect(await refusal(await put(owner, report_id, 'plain', gzip))).toEqual([422, 'bad_gzip'])
    expect(await refusal(await put(owner, report_id, compressed.slice(0, -20), gzip))).toEqual([
      422,
      'bad_gzip',
    ])
    expect(await refusal(await put(owner, report_id, compressed, { 'Content-Encoding': 'br' }))).toEqual([
      415,
      'unsupported_encoding',
    ])
    expect((await begin(owner)).sessions).toBe(0)
  })

  it('for more bytes than a batch has, compressed, plain, or once it is decompressed', async () => {
    const owner = await create()
    const { report_id } = await begin(owner)
    const bomb = await gzipped(bytesOf(`{"sessions":[]${' '.repeat(8_000_000)}}`))
    expect(bomb.length).toBeLessThan(20_000)
    expect(await refusal(await put(owner, report_id, bomb, gzip))).toEqual([413, 'body_too_large'])
    const plain = JSON.stringify({ sessions: HISTORY })
    const small = { REPORT_BATCH_MAX_BYTES: 1000, REPORT_BATCH_GZIP_MAX_BYTES: 1000 }
    expect(await refusal(await put(owner, report_id, plain, {}, small))).toEqual([413, 'body_too_large'])
    const compressed = await gzipped(bytesOf(plain))
    expect(await refusal(await put(owner, report_id, compressed, gzip, small))).toEqual([
      413,
      'body_too_large',
    ])
    const batch = { sessions: Array.from({ length: 1001 }, () => sound) }
    expect(await refusal(await put(owner, report_id, JSON.stringify(batch)))).toEqual([
      400,
      'invalid_request',
    ])
  })

  it('for 1,000 MiB within 1 MB, of which it unpacks no more than a batch may have', async () => {
    const owner = await create()
    const { report_id } = await begin(owner)
    const member = await gzipped(new Uint8Array(10 * 2 ** 20))
    const bomb = new Uint8Array(await new Blob(Array.from({ length: 100 }, () => member)).arrayBuffer())
    const take = vi.spyOn(Inflate.prototype, 'take')
    expect(await refusal(await put(owner, report_id, bomb, gzip))).toEqual([413, 'body_too_large'])
    const unpacked = take.mock.results.reduce((sum, { value }) => sum + value.length, 0)
    expect(unpacked).toBeLessThan(SETTINGS.REPORT_BATCH_MAX_BYTES.value + 100_000)
  })

  it('for a report that there is none of, or another profile’s', async () => {
    const [owner, other] = [await create(), await create()]
    const { report_id } = await begin(other)
    expect(await refusal(await putBatch(owner, report_id, { sessions: HISTORY }))).toEqual([
      404,
      'report_not_found',
    ])
    expect(await refusal(await commit(owner, report_id, []))).toEqual([404, 'report_not_found'])
    expect(await refusal(await putBatch(owner, 'nonsense', {}))).toEqual([400, 'invalid_request'])
    await call(path(owner, `/${report_id}`), { method: 'DELETE', headers: bearer(owner.key) })
    expect((await putBatch(other, report_id, { sessions: HISTORY })).status).toBe(204)
  })
})
