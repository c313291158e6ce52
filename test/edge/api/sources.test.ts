import { expect, it } from 'vitest'
import { SourcesSchema } from '../../../src/contract/sources.ts'
import { GOLDEN } from '../histories.ts'
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
} from './client.ts'

const list = async (owner: Owned) => {
  const answer = await call(api(owner.handle, '/sources'), { headers: bearer(owner.key) })
  expect(answer.status).toBe(200)
  return SourcesSchema.parse(await answer.json())
}
const add = (owner: Owned, body: object) =>
  sendJson('POST', api(owner.handle, '/sources'), body, bearer(owner.key))
const patch = (owner: Owned, name: string, body: object) =>
  sendJson('PATCH', api(owner.handle, `/sources/${name}`), body, bearer(owner.key))
const remove = (owner: Owned, name: string) =>
  call(api(owner.handle, `/sources/${name}`), { method: 'DELETE', headers: bearer(owner.key) })

async function withHistory(source = 'default'): Promise<Owned> {
  const owner = await create()
  expect((await put(owner, GOLDEN.edges, { 'Content-Encoding': 'gzip' }, source)).status).toBe(200)
  await scanned(owner)
  return owner
}

it('lists what is stored of each history, by name', async () => {
  const owner = await withHistory('laptop')
  await add(owner, { name: 'agent', retention: 'delete-after-scan' })
  const { sources, bytes, bytes_max, sources_max } = await list(owner)
  expect(sources).toEqual([
    {
      name: 'agent',
      kind: 'scanned',
      retention: 'delete-after-scan',
      bytes: 0,
      sessions: 0,
      received_at: null,
      scanned: false,
      needs_upload: false,
      has_details: false,
      elsewhere: { sessions: 0, sources: [] },
      within: [],
    },
    {
      name: 'laptop',
      kind: 'scanned',
      retention: 'keep',
      bytes: expect.any(Number),
      sessions: 64,
      received_at: expect.any(Number),
      scanned: true,
      needs_upload: false,
      has_details: true,
      elsewhere: { sessions: 0, sources: [] },
      within: [],
    },
  ])
  expect(bytes).toBe(sources[1]?.bytes)
  expect(bytes).toBeGreaterThan(10_000)
  expect([bytes_max, sources_max]).toEqual([48 * 2 ** 30, 16])
})

it('adds, renames and removes', async () => {
  const owner = await withHistory()
  expect((await add(owner, { name: 'second' })).status).toBe(201)
  expect((await patch(owner, 'default', { name: 'first' })).status).toBe(200)
  expect((await list(owner)).sources.map(({ name }) => name)).toEqual(['first', 'second'])
  expect((await remove(owner, 'second')).status).toBe(204)
  expect((await list(owner)).sources.map(({ name }) => name)).toEqual(['first'])
})

it('refuses a name that is taken or is none, a history that is not there, and a change of nothing', async () => {
  const owner = await withHistory()
  expect(await refusal(await add(owner, { name: 'default' }))).toEqual([409, 'source_exists'])
  expect(await refusal(await add(owner, { name: 'No Name' }))).toEqual([400, 'invalid_request'])
  expect(await refusal(await patch(owner, 'other', { name: 'x' }))).toEqual([404, 'source_not_found'])
  expect(await refusal(await remove(owner, 'other'))).toEqual([404, 'source_not_found'])
  expect(await refusal(await patch(owner, 'default', {}))).toEqual([400, 'invalid_request'])
  await add(owner, { name: 'other' })
  expect(await refusal(await patch(owner, 'other', { name: 'default' }))).toEqual([409, 'source_exists'])
})

it('takes as many histories as a profile may have, added or uploaded', async () => {
  const owner = await create()
  for (let index = 0; index < 16; index++) {
    expect((await add(owner, { name: `s${index}` })).status).toBe(201)
  }
  expect(await refusal(await add(owner, { name: 'one-more' }))).toEqual([409, 'too_many_sources'])
  const whole = await put(owner, GOLDEN.edges, { 'Content-Encoding': 'gzip' }, 'one-more')
  expect(await refusal(whole)).toEqual([409, 'too_many_sources'])
})

it('refuses a manifest for which there is no room, counting what was announced before', async () => {
  const owner = await create()
  const begin = (source: string, seed: number, size: number) => {
    const chunks = Array.from({ length: size / 1_048_576 }, (_, index) =>
      (seed * 1e6 + index).toString(16).padStart(64, '0'),
    )
    return callWith({ JSON_BODY_MAX_BYTES: 4e6 }, api(owner.handle, `/sources/${source}/uploads`), {
      method: 'POST',
      body: JSON.stringify({ main: { size, chunk_size: 1_048_576, chunks } }),
      headers: { 'Content-Type': 'application/json', ...bearer(owner.key) },
    })
  }
  const most = 16 * 2 ** 30
  for (let seed = 0; seed < 3; seed++) expect((await begin(`s${seed}`, seed, most)).status).toBe(201)
  expect(await refusal(await begin('s4', 4, 1_048_576))).toEqual([413, 'profile_full'])
  // The same again goes on with what was announced.
  expect((await begin('s2', 2, most)).status).toBe(201)
})

it('can all be done with the forms of the page', async () => {
  const owner = await withHistory()
  const post = (rest: string, fields: Record<string, string>) =>
    sendForm(`/@${owner.handle}/sources${rest}`, fields, cookie(owner))
  expect((await post('', { name: 'laptop', retention: 'delete-after-scan' })).status).toBe(303)
  expect((await post('/laptop/change', { name: 'desk', retention: 'keep' })).status).toBe(303)
  expect((await post('/default/remove', {})).status).toBe(303)
  expect((await list(owner)).sources).toMatchObject([{ name: 'desk', retention: 'keep' }])
  expect((await post('', { name: 'Not a name', retention: 'keep' })).status).toBe(400)
  expect((await post('/gone/remove', {})).status).toBe(404)
})
