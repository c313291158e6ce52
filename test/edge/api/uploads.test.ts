import { describe, expect, it, vi } from 'vitest'
import type { SnapshotReceipt } from '../../../src/contract/snapshots.ts'
import type { UploadTicket } from '../../../src/contract/uploads.ts'
import { sha256Hex } from '../../../src/digest.ts'
import { EXPECTED, golden } from '../histories.ts'
import { rowsOf } from '../scan/profiles.ts'
import {
  api,
  bearer,
  call,
  callWith,
  create,
  keysOf,
  type Owned,
  refusal,
  scanned,
  sendJson,
} from './client.ts'

const CHUNK = 1_048_576

/** A file's chunks by hash, and its manifest. */
async function cut(bytes: Uint8Array<ArrayBuffer>) {
  const chunks = new Map<string, Uint8Array<ArrayBuffer>>()
  const hashes: string[] = []
  for (let begin = 0; begin < bytes.length; begin += CHUNK) {
    const chunk = bytes.slice(begin, begin + CHUNK)
    const hash = await sha256Hex(chunk)
    chunks.set(hash, chunk)
    hashes.push(hash)
  }
  return { chunks, manifest: { size: bytes.length, chunk_size: CHUNK, chunks: hashes } }
}

const path = (owner: Owned, rest = '') => api(owner.handle, `/sources/default/uploads${rest}`)

async function begin(owner: Owned, main: object, wal: object | null = null): Promise<UploadTicket> {
  const answer = await sendJson('POST', path(owner), { main, wal }, bearer(owner.key))
  expect(answer.status).toBe(201)
  return answer.json()
}

const putChunk = (owner: Owned, upload: string, hash: string, body: BodyInit) =>
  call(path(owner, `/${upload}/chunks/${hash}`), { method: 'PUT', headers: bearer(owner.key), body })

const commit = (owner: Owned, upload: string) =>
  sendJson('POST', path(owner, `/${upload}/commit`), {}, bearer(owner.key))

const bytes = await golden('history')
const history = await cut(bytes)

async function uploadAll(owner: Owned, { chunks, manifest }: typeof history): Promise<SnapshotReceipt> {
  const { upload_id, missing } = await begin(owner, manifest)
  for (const hash of missing) {
    expect((await putChunk(owner, upload_id, hash, chunks.get(hash) ?? '')).status).toBe(204)
  }
  const answer = await commit(owner, upload_id)
  expect(answer.status).toBe(200)
  return answer.json()
}

describe('an upload in chunks', () => {
  it('is scanned to the golden figures, whatever the order of its chunks', async () => {
    const owner = await create({ time_zone: 'UTC' })
    const { upload_id, missing } = await begin(owner, history.manifest)
    expect(missing.sort()).toEqual([...history.chunks.keys()].sort())
    await Promise.all(
      missing.toReversed().map((hash) => putChunk(owner, upload_id, hash, history.chunks.get(hash) ?? '')),
    )
    expect((await commit(owner, upload_id)).status).toBe(200)
    const view = await scanned(owner)
    expect(view.unlocked_count).toBe(EXPECTED.history.unlocked_count)
  })

  it('goes on where it was cut off: what arrived is not asked for again', async () => {
    const owner = await create()
    const first = await begin(owner, history.manifest)
    const [one = ''] = first.missing
    await putChunk(owner, first.upload_id, one, history.chunks.get(one) ?? '')
    const second = await begin(owner, history.manifest)
    expect(second.upload_id).toBe(first.upload_id)
    expect(second.missing.sort()).toEqual(first.missing.filter((hash) => hash !== one).sort())
  })

  it('asks for the changed chunks alone when the next version comes', async () => {
    const owner = await create()
    await uploadAll(owner, history)
    const { chunks, manifest } = await cut(new Uint8Array(bytes.with(CHUNK + 1, 1)))
    const { missing } = await begin(owner, manifest)
    expect(missing).toEqual([...chunks.keys()].filter((hash) => !history.chunks.has(hash)))
    expect(missing).toHaveLength(1)
  })

  it('names what is missing when it is committed too early, and stays open', async () => {
    const owner = await create()
    const { upload_id, missing } = await begin(owner, history.manifest)
    const early = await commit(owner, upload_id)
    expect(early.status).toBe(409)
    expect(await early.json()).toMatchObject({ error: { code: 'chunks_missing' }, missing })
    for (const hash of missing) await putChunk(owner, upload_id, hash, history.chunks.get(hash) ?? '')
    expect((await commit(owner, upload_id)).status).toBe(200)
  })

  it('answers the same when it is committed again', async () => {
    const owner = await create()
    const { upload_id, missing } = await begin(owner, history.manifest)
    for (const hash of missing) await putChunk(owner, upload_id, hash, history.chunks.get(hash) ?? '')
    const first = await (await commit(owner, upload_id)).json()
    expect(await (await commit(owner, upload_id)).json()).toEqual(first)
  })

  it('refuses bytes that are not the chunk, a chunk that is too long, and one of another upload', async () => {
    const owner = await create()
    const { upload_id, missing } = await begin(owner, history.manifest)
    const [hash = ''] = missing
    expect(await refusal(await putChunk(owner, upload_id, hash, 'something else'))).toEqual([
      422,
      'chunk_mismatch',
    ])
    expect(await refusal(await putChunk(owner, upload_id, hash, new Uint8Array(CHUNK + 1)))).toEqual([
      413,
      'body_too_large',
    ])
    const stray = await sha256Hex('stray')
    expect(await refusal(await putChunk(owner, upload_id, stray, 'stray'))).toEqual([422, 'chunk_mismatch'])
    expect(await keysOf(owner)).toEqual([])
  })

  it('refuses a chunk that is not as long as its place in the history says', async () => {
    const owner = await create()
    const [last = ''] = history.manifest.chunks.slice(-1)
    const { upload_id } = await begin(owner, { ...history.manifest, size: history.manifest.size + 1 })
    const answer = await putChunk(owner, upload_id, last, history.chunks.get(last) ?? '')
    expect(await refusal(answer)).toEqual([422, 'chunk_mismatch'])
  })

  it('asks again for a chunk that is stored, but is not as long as it should be', async () => {
    const owner = await create()
    await uploadAll(owner, history)
    const [last = ''] = history.manifest.chunks.slice(-1)
    const { missing } = await begin(owner, { size: CHUNK, chunk_size: CHUNK, chunks: [last] })
    expect(missing).toEqual([last])
  })

  /** A body that sends a byte, and no more until it is ended. */
  function stalled(): { body: ReadableStream; end: () => void } {
    const { readable, writable } = new TransformStream()
    const writer = writable.getWriter()
    writer.write(new Uint8Array(1)).catch(() => undefined)
    return { body: readable, end: () => writer.close().catch(() => undefined) }
  }

  it('takes six chunks at once, and another one when one of them has ended', async () => {
    const owner = await create()
    const { upload_id } = await begin(owner, history.manifest)
    const [hash = ''] = history.manifest.chunks
    const bodies = Array.from({ length: 6 }, stalled)
    const answers = bodies.map(({ body }) => putChunk(owner, upload_id, hash, body))
    const put = () => putChunk(owner, upload_id, hash, history.chunks.get(hash) ?? '')
    // Another one that is put meanwhile would have the place of one of them.
    const underWay = () => rowsOf(owner.handle, 'SELECT id FROM chunk_writes')
    await vi.waitFor(async () => expect(await underWay()).toHaveLength(6), 60_000)
    expect(await refusal(await put())).toEqual([429, 'too_many_chunks'])
    bodies[0]?.end()
    expect(await refusal((await answers[0]) ?? expect.fail())).toEqual([422, 'chunk_mismatch'])
    expect((await put()).status).toBe(204)
    for (const { end } of bodies) end()
    await Promise.all(answers)
  })

  it('waits for a chunk as long as it may take, and then gives its place to another', async () => {
    const owner = await create()
    const { upload_id } = await begin(owner, history.manifest)
    const [hash = ''] = history.manifest.chunks
    for (let times = 0; times < 7; times++) {
      const { body } = stalled()
      const answer = await callWith(
        { CHUNK_BODY_SECONDS: '0.01' },
        path(owner, `/${upload_id}/chunks/${hash}`),
        { method: 'PUT', headers: bearer(owner.key), body },
      )
      expect(await refusal(answer)).toEqual([400, 'upload_cut_off'])
    }
  })

  it('takes chunks again as soon as R2 does, however often it failed', async () => {
    const owner = await create()
    const { upload_id } = await begin(owner, history.manifest)
    const [hash = ''] = history.manifest.chunks
    const body = history.chunks.get(hash) ?? ''
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const down = { SNAPSHOTS: { put: () => Promise.reject(new Error('down')) } }
    const init = { method: 'PUT', headers: bearer(owner.key), body }
    const chunk = path(owner, `/${upload_id}/chunks/${hash}`)
    for (let times = 0; times < 7; times++) expect((await callWith(down, chunk, init)).status).toBe(500)
    expect((await putChunk(owner, upload_id, hash, body)).status).toBe(204)
  })

  it('refuses what is no history, and keeps the one before', async () => {
    const owner = await create()
    await uploadAll(owner, history)
    const before = await scanned(owner)
    const notes = await cut(new Uint8Array(new TextEncoder().encode('These are only notes. '.repeat(100))))
    const { upload_id, missing } = await begin(owner, notes.manifest)
    for (const hash of missing) await putChunk(owner, upload_id, hash, notes.chunks.get(hash) ?? '')
    expect(await refusal(await commit(owner, upload_id))).toEqual([422, 'not_a_database'])
    expect((await scanned(owner)).achievements).toEqual(before.achievements)
  })

  it.each([
    ['no bytes', { size: 0, chunk_size: CHUNK, chunks: [] }, [422, 'empty_upload']],
    ['chunks of another size', { ...history.manifest, chunk_size: 4096 }, [400, 'invalid_request']],
    ['fewer chunks than its size', { ...history.manifest, chunks: [] }, [400, 'invalid_request']],
    [
      'one chunk more often than it can be of use',
      { size: 17 * CHUNK, chunk_size: CHUNK, chunks: Array(17).fill(history.manifest.chunks[0]) },
      [413, 'snapshot_too_large'],
    ],
    [
      'a chunk of two lengths',
      { size: CHUNK + 1, chunk_size: CHUNK, chunks: Array(2).fill(history.manifest.chunks[0]) },
      [400, 'invalid_request'],
    ],
    [
      'more bytes than there is room for',
      { ...history.manifest, size: 2 ** 40 },
      [413, 'snapshot_too_large'],
    ],
  ])('refuses a manifest with %s', async (_what, main, expected) => {
    const owner = await create()
    const answer = await sendJson('POST', path(owner), { main }, bearer(owner.key))
    expect(await refusal(answer)).toEqual(expected)
  })

  it('can be given up', async () => {
    const owner = await create()
    const { upload_id } = await begin(owner, history.manifest)
    const gone = await call(path(owner, `/${upload_id}`), { method: 'DELETE', headers: bearer(owner.key) })
    expect(gone.status).toBe(204)
    expect(await refusal(await commit(owner, upload_id))).toEqual([404, 'upload_not_found'])
  })
})
