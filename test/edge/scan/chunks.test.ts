import { env } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { receiveSnapshot } from '../../../functions/profile/receive-snapshot.ts'
import { configFrom } from '../../../src/config.ts'
import { ChunkStore } from '../../../src/storage/chunk-store.ts'
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
} from './profiles.ts'

beforeEach(stopTheClock)

/** The chunks that the latest snapshots consist of, as keys. */
async function neededChunks(handle: string): Promise<string[]> {
  const rows = await rowsOf(
    handle,
    `SELECT DISTINCT chunk.value AS hash FROM sources, json_each(manifest, '$.chunks') AS chunk`,
  )
  return rows.map(({ hash }) => `profiles/${idOf.get(handle)}/chunks/${hash}`).sort()
}

const begin = (handle: string) => clientOf(handle).uploads.begin(keyOf(handle).id, 'default')

describe('when a snapshot was replaced and the next one is scanned', () => {
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
    const handle = await scannedProfile('history')
    await upload(handle, 'history', 'laptop')
    await upload(handle, 'edges')
    await settle(handle)
    expect((await storedChunks(handle)).sort()).toEqual(await neededChunks(handle))
    expect((await storedChunks(handle)).length).toBeGreaterThan(50)
  })
})

describe('while an upload is under way', () => {
  it('deletes nothing, and all that is unneeded when it has ended', async () => {
    const handle = await scannedProfile('history')
    const { id: uploadId } = await begin(handle)
    await upload(handle, 'edges')
    const before = await storedChunks(handle)
    await settle(handle)
    expect(await storedChunks(handle)).toEqual(before)
    await clientOf(handle).uploads.abandon(uploadId)
    await settle(handle)
    expect((await storedChunks(handle)).sort()).toEqual(await neededChunks(handle))
  })

  it('collects what it left when it never ends, after its time', async () => {
    const handle = await scannedProfile('edges')
    const needed = await storedChunks(handle)
    await begin(handle)
    await new ChunkStore(env.SNAPSHOTS, keyOf(handle).id).put(
      'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      new TextEncoder().encode('a'),
      () => true,
    )
    pass(3599)
    await settle(handle)
    expect(await storedChunks(handle)).toHaveLength(needed.length + 1)
    pass(1)
    await settle(handle)
    expect(await storedChunks(handle)).toEqual(needed)
  })

  it('waits for a deletion that runs before it says what need not be sent', async () => {
    const handle = await scannedProfile('history')
    await upload(handle, 'edges')
    const collect = ChunkStore.prototype.collect
    let collecting = false
    vi.spyOn(ChunkStore.prototype, 'collect').mockImplementation(async function (
      this: ChunkStore,
      keep,
      mayGoOn,
    ) {
      collecting = true
      while (collecting) await scheduler.wait(1)
      return collect.call(this, keep, mayGoOn)
    })
    await ring(handle)
    await ring(handle)
    const before = await storedChunks(handle)
    const deletion = settle(handle)
    while (!collecting) await scheduler.wait(1)
    let answered = false
    const begun = begin(handle).then((upload) => {
      answered = true
      return upload
    })
    // The call has arrived when the upload is announced.
    while ((await rowsOf(handle, 'SELECT 1 FROM uploads')).length === 0) await scheduler.wait(1)
    expect(answered).toBe(false)
    collecting = false
    await begun
    await deletion
    // It saw that an upload had begun, and deleted nothing.
    expect(await storedChunks(handle)).toEqual(before)
    expect(((await alarmOf(handle)) ?? 0) / 1000).toBe(nowSeconds() + 3600)
  })
})

it('refuses an upload that took too long, and keeps what was there', async () => {
  const handle = await scannedProfile('edges')
  const { id: uploadId } = await begin(handle)
  pass(3600)
  await settle(handle)
  const [row] = await rowsOf(handle, 'SELECT manifest FROM sources')
  const late = clientOf(handle).uploads.commit(
    keyOf(handle).id,
    uploadId,
    'default',
    JSON.parse(String(row?.manifest)),
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
