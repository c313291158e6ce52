import { afterEach, describe, expect, it, vi } from 'vitest'
import { EXPECTED, golden } from '../histories.ts'
import { Origin } from '../scan/origins.ts'
import { api, bearer, call, create, type Owned, scanned, sendJson } from './client.ts'

const URL_OF_IT = 'https://nas.dev/hermes/state.db?token=canary'
const HEADER = { name: 'Authorization', value: 'Bearer canary' }

afterEach(() => {
  vi.restoreAllMocks()
})

const set = (owner: Owned, pull: object, source = 'nas') =>
  sendJson('PUT', api(owner.handle, `/pulls/${source}`), pull, bearer(owner.key))

/** Waits until a pull has looked, and returns the list as it is told. */
async function looked(owner: Owned): Promise<string> {
  for (;;) {
    const answer = await call(api(owner.handle, '/pulls'), { headers: bearer(owner.key) })
    const text = await answer.text()
    if (JSON.parse(text).pulls.every((pull: { last_check: unknown }) => pull.last_check !== null)) return text
    await scheduler.wait(20)
  }
}

describe('the pulls of a profile', () => {
  it('are set, listed, asked for and ended, and keep the header and the address to themselves', async () => {
    const origin = new Origin()
    origin.files.set(URL_OF_IT, { bytes: await golden('edges'), etag: '"one"' })
    const owner = await create({ time_zone: 'UTC' })
    const answer = await set(owner, { url: URL_OF_IT, header: HEADER })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      pulls: [{ source: 'nas', host: 'nas.dev', has_header: true, interval_seconds: 3600 }],
    })
    const listed = await looked(owner)
    expect(listed).not.toContain('canary')
    expect(JSON.parse(listed)).toMatchObject({ pulls: [{ last_check: { outcome: 'stored' } }] })
    expect((await scanned(owner)).unlocked_count).toBe(EXPECTED.edges.unlocked_count)
    expect(origin.asked.every(({ headers }) => headers.get('Authorization') === HEADER.value)).toBe(true)

    const now = await sendJson('POST', api(owner.handle, '/pulls/nas/now'), {}, bearer(owner.key))
    expect(now.status).toBe(202)
    const path = api(owner.handle, '/pulls/nas')
    const ended = await call(path, { method: 'DELETE', headers: bearer(owner.key) })
    expect(ended.status).toBe(204)
    expect(JSON.parse(await looked(owner))).toEqual({ pulls: [] })
    const again = await call(path, { method: 'DELETE', headers: bearer(owner.key) })
    expect(await again.json()).toMatchObject({ error: { code: 'pull_not_found' } })
  })

  it.each([
    { url: 'http://nas.dev/state.db' },
    { url: 'https://10.0.0.1/state.db' },
    { url: URL_OF_IT, interval_seconds: 60 },
    { url: URL_OF_IT, header: { name: 'Range', value: 'bytes=0-1' } },
    { url: URL_OF_IT, header: { name: 'If-None-Match', value: '"x"' } },
    { url: URL_OF_IT, header: { name: 'Host', value: 'inside' } },
    { url: URL_OF_IT, header: { name: 'X Y', value: 'x' } },
    { url: URL_OF_IT, header: { name: 'X', value: 'canary\r\nHost: inside' } },
  ])('are not set like %o, and the answer does not repeat it', async (pull) => {
    const owner = await create()
    const answer = await set(owner, pull)
    expect(answer.status).toBe(400)
    expect(await answer.text()).not.toContain('canary')
    expect(JSON.parse(await looked(owner))).toEqual({ pulls: [] })
  })
})
