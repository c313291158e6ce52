import { env } from 'cloudflare:test'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { putChunk, receiveChunk } from '../../../functions/profile/receive-chunk.ts'
import { receiveSnapshot } from '../../../functions/profile/receive-snapshot.ts'
import { configFrom } from '../../../src/config.ts'
import { sha256Hex } from '../../../src/digest.ts'
import { ChunkStore } from '../../../src/storage/chunk-store.ts'
import { ChunkTable } from '../../../src/storage/chunk-table.ts'
import {
  alarmOf,
  clientOf,
  idOf,
  keyOf,
  newProfile,
  nowSeconds,
  pass,
  ring,
  rowsOf,
  scannedProfile,
  settle,
  stopTheClock,
  storedChunks,
  upload,
  withSettings,
} from './profiles.ts'

beforeEach(stopTheClock)

/** The chunks that the latest snapshots consist of, as keys. */
async function neededChunks(handle: string): Promise<string[]> {
  const rows = await rowsOf(
    handle,
    `SELECT DISTINCT sha256 AS hash FROM manifest_chunks WHERE manifest IN (SELECT manifest FROM sources)`,
  )
  return rows.map(({ hash }) => `profiles/${idOf.get(handle)}/chunks/${hash}`).sort()
}

const LETTER = new TextEncoder().encode('a')
const LETTER_HASH = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'

/** Begins the deletion of unneeded chunks, and holds it up before the first one is deleted. */
async function deletionHeldUp(handle: string) {
  const collect = ChunkStore.prototype.collect
  let begun = () => {}
  let goOn = () => {}
  const waits = new Promise<void>((resolve) => {
    begun = resolve
  })
  const released = new Promise<void>((resolve) => {
    goOn = resolve
  })
  vi.spyOn(ChunkStore.prototype, 'collect').mockImplementationOnce(async function (
    this: ChunkStore,
    keep,
    mayGoOn,
  ) {
    begun()
    await released
    return collect.call(this, keep, mayGoOn)
  })
  await ring(handle)
  await ring(handle)
  const ended = settle(handle)
  await waits
  return { ended, goOn }
}

const begin = (handle: string) => clientOf(handle).uploads.begin(keyOf(handle).id, 'default')

describe('when a snapshot was replaced and the next one is scanned', () => {
  beforeAll(() => withSettings({ CHUNK_BYTES: 65_536 }))

  it('deletes the chunks of the old one, and keeps those that the new one shares', async () => {
    const handle = await scannedProfile('history')
    const old = await storedChunks(handle)
    await upload(handle, 'historyNext')
    await settle(handle)
    const kept = await storedChunks(handle)
    expect(kept.sort()).toEqual(await neededChunks(handle))
    expect(old.filter((key) => kept.includes(key)).length).toBeGreaterThan(5)
    expect(old.filter((key) => !kept.includes(key)).length).toBeGreaterThan(5)
  })

  it('sends only the chunks that are new', async () => {
    const handle = await scannedProfile('history')
    const put = vi.spyOn(ChunkStore.prototype, 'put')
    const old = await storedChunks(handle)
    await upload(handle, 'historyNext')
    const sent = put.mock.calls.map(([hash]) => `profiles/${idOf.get(handle)}/chunks/${hash}`)
    expect(sent.length).toBeGreaterThan(0)
    expect(sent.filter((key) => old.includes(key))).toEqual([])
  })

  it('keeps what another source needs', async () => {
    const handle = await scannedProfile('today')
    await upload(handle, 'today', 'laptop')
    await upload(handle, 'edges')
    await settle(handle)
    expect((await storedChunks(handle)).sort()).toEqual(await neededChunks(handle))
    expect((await storedChunks(handle)).length).toBeGreaterThan(40)
  })
})

describe('while an upload is under way', () => {
  it('deletes what is unneeded nevertheless, and nothing that the upload has sent', async () => {
    const handle = await scannedProfile('edges')
    const { id: uploadId } = await begin(handle)
    const target = { profile: keyOf(handle), source: 'default', uploadId }
    await putChunk(env, target, LETTER, { sha256: LETTER_HASH, write: null })
    await upload(handle, 'todayOlder')
    await settle(handle)
    const sent = `profiles/${keyOf(handle).id}/chunks/${LETTER_HASH}`
    const needed = await neededChunks(handle)
    expect((await storedChunks(handle)).sort()).toEqual([...needed, sent].sort())
    await clientOf(handle).uploads.abandon(uploadId)
    await settle(handle)
    expect((await storedChunks(handle)).sort()).toEqual(needed)
  })

  it('refuses it if a chunk that need not be sent is gone by then', async () => {
    const handle = await scannedProfile('edges')
    const [old] = await clientOf(handle)
      .archive.parts()
      .then(({ histories }) => histories)
    const { id: uploadId, known } = await begin(handle)
    expect(known).toContain(old?.manifest.chunks[0])
    await upload(handle, 'todayOlder')
    await settle(handle)
    const late = clientOf(handle).uploads.commit(
      keyOf(handle).id,
      uploadId,
      'default',
      old?.manifest ?? expect.fail(),
    )
    await expect(late).rejects.toMatchObject({ code: 'snapshot_replaced' })
  })

  it('collects what it left when it never ends, after its time', async () => {
    const handle = await scannedProfile('todayOlder')
    const needed = await storedChunks(handle)
    await begin(handle)
    await new ChunkStore(env.SNAPSHOTS, keyOf(handle)).put(LETTER_HASH, LETTER, () => true)
    pass(3599)
    await settle(handle)
    expect(await storedChunks(handle)).toHaveLength(needed.length + 1)
    pass(1)
    await settle(handle)
    expect(await storedChunks(handle)).toEqual(needed)
  })

  it('puts nothing into a deletion that runs, which would take it for an unneeded chunk', async () => {
    const handle = await scannedProfile('edges')
    await upload(handle, 'todayOlder')
    const { id: uploadId } = await begin(handle)
    const { ended, goOn } = await deletionHeldUp(handle)
    const put = vi.spyOn(ChunkStore.prototype, 'put')
    const target = { profile: keyOf(handle), source: 'default', uploadId }
    const sent = putChunk(env, target, LETTER, { sha256: LETTER_HASH, write: null })
    const announced = `SELECT 1 FROM manifest_chunks WHERE sha256 = '${LETTER_HASH}'`
    while ((await rowsOf(handle, announced)).length === 0) await scheduler.wait(1)
    expect(put).not.toHaveBeenCalled()
    goOn()
    await Promise.all([ended, sent])
    expect(await storedChunks(handle)).toContain(`profiles/${keyOf(handle).id}/chunks/${LETTER_HASH}`)
  })

  it('counts a chunk that was written and could not be noted, until it is collected', async () => {
    const handle = await scannedProfile('todayOlder')
    const counted = async () => (await clientOf(handle).sources.list()).bytes
    const before = await counted()
    const { id: uploadId } = await begin(handle)
    const full = () => {
      throw new Error('database or disk is full: SQLITE_FULL')
    }
    vi.spyOn(ChunkTable.prototype, 'add').mockImplementationOnce(full)
    const target = { profile: keyOf(handle), source: 'default', uploadId }
    const written = putChunk(env, target, LETTER, { sha256: LETTER_HASH, write: null })
    await expect(written).rejects.toMatchObject({ code: 'internal_error' })
    vi.spyOn(ChunkTable.prototype, 'collectBy').mockImplementationOnce(full)
    await expect(clientOf(handle).uploads.abandon(uploadId)).rejects.toMatchObject({ code: 'internal_error' })
    expect(await counted()).toBeGreaterThan(before)
    await clientOf(handle).uploads.abandon(uploadId)
    expect(await counted()).toBeGreaterThan(before)
    await settle(handle)
    expect(await counted()).toBe(before)
    expect((await storedChunks(handle)).sort()).toEqual(await neededChunks(handle))
  })

  it('waits for a deletion that runs before it says what need not be sent', async () => {
    const handle = await scannedProfile('edges')
    await upload(handle, 'todayOlder')
    const { ended, goOn } = await deletionHeldUp(handle)
    let answered = false
    const begun = begin(handle).then((upload) => {
      answered = true
      return upload
    })
    // The call has arrived when the upload is announced.
    while ((await rowsOf(handle, 'SELECT 1 FROM uploads')).length === 0) await scheduler.wait(1)
    expect(answered).toBe(false)
    goOn()
    const { known } = await begun
    await ended
    const keys = known.map((hash) => `profiles/${keyOf(handle).id}/chunks/${hash}`)
    expect(keys.sort()).toEqual((await storedChunks(handle)).sort())
    expect(((await alarmOf(handle)) ?? 0) / 1000).toBe(nowSeconds() + 3600)
  })
})

it('refuses an upload that took too long, and keeps what was there', async () => {
  const handle = await scannedProfile('todayOlder')
  const { id: uploadId } = await begin(handle)
  pass(3600)
  await settle(handle)
  const { histories } = await clientOf(handle).archive.parts()
  const late = clientOf(handle).uploads.commit(
    keyOf(handle).id,
    uploadId,
    'default',
    histories[0]?.manifest ?? expect.fail(),
  )
  await expect(late).rejects.toMatchObject({ code: 'snapshot_replaced' })
})

it('leaves nothing of a refused upload behind', async () => {
  const handle = await newProfile()
  const text = `SQLite format 3\0${'x'.repeat(300_000)}`
  const incoming = {
    profile: keyOf(handle),
    source: 'default',
    body: new Response(text).body,
    gzip: false,
    declaredBytes: null,
  }
  await expect(receiveSnapshot(env, configFrom({ CHUNK_BYTES: 65_536 }), incoming)).rejects.toThrow()
  await settle(handle)
  expect(await storedChunks(handle)).toEqual([])
  expect(await rowsOf(handle, 'SELECT * FROM sources')).toEqual([])
})

describe('a whole file', () => {
  const receive = (handle: string, chunks: number) => {
    const bytes = new Uint8Array(chunks * 4096)
    bytes.set(new TextEncoder().encode('SQLite format 3\0'))
    return receiveSnapshot(env, configFrom({ CHUNK_BYTES: 4096 }), {
      profile: keyOf(handle),
      source: 'default',
      body: new Response(bytes).body,
      gzip: false,
      declaredBytes: null,
    })
  }

  it('puts a chunk once that comes more often', async () => {
    const put = vi.spyOn(ChunkStore.prototype, 'put')
    await expect(receive(await newProfile(), 20)).rejects.toThrow()
    expect(put).toHaveBeenCalledTimes(2)
  })

  it('is refused when it is almost only repeated chunks', async () => {
    await expect(receive(await newProfile(), 33)).rejects.toMatchObject({ code: 'snapshot_too_large' })
  })
})

it('has no large row for the largest history that there may be', async () => {
  const handle = await newProfile()
  const chunks = Array.from({ length: 16_384 }, (_, index) => index.toString(16).padStart(64, '0'))
  const manifest = { sha256: 'f'.repeat(64), size: 16_384 * 1_048_576, chunk_size: 1_048_576, chunks }
  const { missing } = await clientOf(handle).uploads.beginChunked(keyOf(handle).id, 'default', manifest)
  expect(missing).toHaveLength(chunks.length)
  for (const [table, rows] of [
    ['uploads', 1],
    ['manifests', 1],
    ['manifest_chunks', 16_384],
    ['chunks', 16_384],
  ]) {
    const [first, ...others] = await rowsOf(handle, `SELECT * FROM ${table}`)
    expect([table, others.length + 1]).toEqual([table, rows])
    expect(JSON.stringify(first).length).toBeLessThan(500)
  }
})

it('collects what a lapsed upload left, though others begin all the time', async () => {
  const restore = withSettings({ CHUNKED_UPLOAD_TTL_SECONDS: 100 })
  const handle = await newProfile()
  const uploads = clientOf(handle).uploads
  let counted = 0
  for (let round = 0; round < 6; round++) {
    const bytes = new Uint8Array(1000).fill(round)
    const sha256 = await sha256Hex(bytes)
    const manifest = { sha256, size: 1000, chunk_size: 1_048_576, chunks: [sha256] }
    const { id } = await uploads.beginChunked(keyOf(handle).id, 'default', manifest)
    const upload = { profile: keyOf(handle), source: 'default', uploadId: id }
    await receiveChunk(env, configFrom({}), upload, sha256, new Response(bytes).body)
    counted = (await clientOf(handle).sources.list()).bytes
    expect(counted).toBeGreaterThanOrEqual((await storedChunks(handle)).length * 1000)
    pass(60)
    await settle(handle)
  }
  restore()
  expect(counted).toBe(2000)
  expect(await storedChunks(handle)).toHaveLength(1)
})
