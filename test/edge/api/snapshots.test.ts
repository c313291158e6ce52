import { describe, expect, it, vi } from 'vitest'
import { sha256Hex } from '../../../src/digest.ts'
import { Inflate } from '../../../src/storage/inflate.ts'
import {
  api,
  bearer,
  call,
  callWith,
  create,
  keysOf,
  type Owned,
  put,
  refusal,
  scanned,
  storedKeys,
  upload,
} from './client.ts'
import { database, gzipped, history, MESSAGES, noise, SESSIONS } from './histories.ts'

async function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Blob([...parts]).arrayBuffer())
}

/** The view without what the clock alone changes. */
async function viewOf(profile: Owned) {
  const answer = await call(api(profile.handle, '/achievements'), { headers: bearer(profile.key) })
  const { achievements, scan_meta, error } = await answer.json<{
    achievements: unknown
    scan_meta: Record<string, unknown>
    error: unknown
  }>()
  return { achievements, scan_meta: { ...scan_meta, status: null }, error }
}

describe('an upload', () => {
  it('is known by the SHA-256 of the whole file, and lies in R2 below its profile', async () => {
    const before = await storedKeys()
    const profile = await create()
    const bytes = await history(3)
    const receipt = await upload(profile, bytes)
    expect(receipt).toMatchObject({
      source: 'default',
      sha256: await sha256Hex(bytes),
      bytes: bytes.length,
      unchanged: false,
      scan: 'started',
    })
    const added = (await storedKeys()).filter((key) => !before.includes(key))
    expect(added).toEqual(await keysOf(profile))
    expect(added).toHaveLength(1)
    expect((await scanned(profile)).scan_meta.sessions_total).toBe(3)
  })

  it('says so when its agent keeps a log and none came with it, and not otherwise', async () => {
    const profile = await create()
    const bytes = await history(3)
    expect(await upload(profile, bytes)).not.toHaveProperty('hint')
    // The version numbers by which a database in WAL mode is known (Database File Format, section 1.3.3).
    const inWalMode = bytes.slice().fill(2, 18, 20)
    expect(await upload(profile, inWalMode)).toMatchObject({
      unchanged: false,
      hint: expect.stringContaining('state.db-wal'),
    })
    expect((await scanned(profile)).scan_meta.sessions_total).toBe(3)
  })

  it.each(['gzip', 'GZIP', 'x-gzip'])(
    'may come with Content-Encoding: %s, and counts as what it unpacks to',
    async (encoding) => {
      const profile = await create()
      const bytes = await history(2)
      const answer = await put(profile, await gzipped(bytes), { 'Content-Encoding': encoding })
      expect(await answer.json()).toMatchObject({ sha256: await sha256Hex(bytes), bytes: bytes.length })
      expect((await scanned(profile)).scan_meta.sessions_total).toBe(2)
    },
  )

  it.each([
    ['of several members', async (...parts: Uint8Array<ArrayBuffer>[]) => Promise.all(parts.map(gzipped))],
    [
      'with zeros behind it',
      async (...parts: Uint8Array<ArrayBuffer>[]) => [
        await gzipped(await joined(parts)),
        new Uint8Array(512),
      ],
    ],
  ])('may be gzip %s (RFC 1952 section 2.2)', async (_, pack) => {
    const profile = await create()
    const bytes = await history(2)
    const packed = await joined(await pack(bytes.slice(0, 5000), bytes.slice(5000)))
    const answer = await put(profile, packed, { 'Content-Encoding': 'gzip' })
    expect(await answer.json()).toMatchObject({ sha256: await sha256Hex(bytes), bytes: bytes.length })
  })

  it('may have bytes behind its last page, which don’t count', async () => {
    const profile = await create()
    await upload(profile, await joined([await history(2), new Uint8Array(5000).fill(10)]))
    expect((await scanned(profile)).scan_meta.sessions_total).toBe(2)
  })

  it('larger than a chunk is put together again', async () => {
    const profile = await create()
    const bytes = await database((run) => {
      run(SESSIONS)
      run(MESSAGES)
      run('CREATE TABLE ballast (block BLOB)')
      run('INSERT INTO ballast VALUES (?)', [noise(1_500_000)])
      run("INSERT INTO sessions (id, started_at) VALUES ('one', 1700000000)")
    })
    expect(await upload(profile, bytes)).toMatchObject({ sha256: await sha256Hex(bytes) })
    expect(await keysOf(profile)).toHaveLength(2)
    expect((await scanned(profile)).scan_meta.sessions_total).toBe(1)
  })

  it('of the same bytes again changes nothing and scans nothing', async () => {
    const profile = await create()
    const bytes = await history(2)
    await upload(profile, bytes)
    const before = await scanned(profile)
    expect(await upload(profile, bytes)).toMatchObject({ unchanged: true, scan: 'none' })
    const status = await call(api(profile.handle, '/scan-status'))
    expect(await status.json()).toMatchObject({
      state: 'idle',
      snapshot_generated_at: before.generated_at,
      run_count: before.scan_meta.status?.run_count,
    })
  })

  it('to another source adds to what is there', async () => {
    const profile = await create()
    await upload(profile, await history(2, 'desk'))
    await upload(profile, await history(3, 'sofa'), 'laptop')
    expect((await scanned(profile)).scan_meta.sessions_total).toBe(5)
  })

  it.each(['Default', '-a', 'a_b', 'x'.repeat(33), '..%2f', 'a%2Fb', 'ü'])(
    'to a source named %s is refused',
    async (source) => {
      const profile = await create()
      expect(await refusal(await put(profile, await history(1), {}, source))).toEqual([
        400,
        'invalid_request',
      ])
      expect(await keysOf(profile)).toEqual([])
    },
  )
})

const text = (words: string) => new Uint8Array(new TextEncoder().encode(words))

describe('a file that is no history', () => {
  const cases: [
    string,
    () => Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>,
    HeadersInit,
    [number, string],
  ][] = [
    [
      'is compressed by a method that is not known',
      () => history(1),
      { 'Content-Encoding': 'br' },
      [415, 'unsupported_encoding'],
    ],
    [
      'is compressed twice, it says',
      () => history(1),
      { 'Content-Encoding': 'gzip, gzip' },
      [415, 'unsupported_encoding'],
    ],
    ['only says that it is gzip', () => history(1), { 'Content-Encoding': 'gzip' }, [422, 'bad_gzip']],
    [
      'is gzip that was cut off',
      async () => (await gzipped(await history(9))).slice(0, -20),
      { 'Content-Encoding': 'gzip' },
      [422, 'bad_gzip'],
    ],
    ['is empty', () => new Uint8Array(0), {}, [422, 'empty_upload']],
    [
      'is empty when unpacked',
      () => gzipped(new Uint8Array(0)),
      { 'Content-Encoding': 'gzip' },
      [422, 'empty_upload'],
    ],
    ['is gzip, and does not say so', async () => gzipped(await history(1)), {}, [422, 'not_a_database']],
    ['is text', () => text('dear diary'), {}, [422, 'not_a_database']],
    ['is JSON', () => text('{"sessions": []}'), {}, [422, 'not_a_database']],
    ['has lost its end', async () => (await history(40)).slice(0, -4096), {}, [422, 'snapshot_truncated']],
    [
      'has lost all but its header',
      async () => (await history(1)).slice(0, 60),
      {},
      [422, 'snapshot_truncated'],
    ],
    ['looks encrypted', () => noise(16_384), {}, [422, 'snapshot_encrypted']],
    [
      'has its tables in a -wal',
      async () => (await database((run) => run('CREATE TABLE early (a)'))).fill(2, 18, 20),
      {},
      [422, 'wal_missing'],
    ],
    ['has no sessions', () => database((run) => run(MESSAGES)), {}, [422, 'no_sessions_table']],
    ['has no messages', () => database((run) => run(SESSIONS)), {}, [422, 'no_messages_table']],
    [
      'has sessions of another kind',
      () =>
        database((run) => {
          run('CREATE TABLE sessions (name TEXT)')
          run(MESSAGES)
        }),
      {},
      [422, 'missing_columns'],
    ],
    [
      'has a schema that is damaged',
      async () => {
        const bytes = await history(1)
        return new Uint8Array(bytes.fill(0xff, 100, 2000))
      },
      {},
      [422, 'snapshot_corrupt'],
    ],
  ]

  it.each(cases)(
    'because it %s is refused with a hint, and what was there before stays',
    async (_what, file, headers, expected) => {
      const profile = await create()
      const first = await history(2)
      await upload(profile, first)
      await scanned(profile)
      const before = await viewOf(profile)
      const answer = await put(profile, await file(), headers)
      const { error } = await answer.clone().json<{ error: { hint?: string } }>()
      expect(await refusal(answer)).toEqual(expected)
      expect(error.hint).toBeTruthy()
      expect(await viewOf(profile)).toEqual(before)
      expect(await upload(profile, first)).toMatchObject({ unchanged: true, scan: 'none' })
    },
  )

  it('leaves nothing in R2 when it is foreign from the start', async () => {
    const profile = await create()
    await put(profile, new TextEncoder().encode('dear diary '.repeat(200_000)))
    expect(await keysOf(profile)).toEqual([])
  })

  it.each([[{}], [{ 'Content-Encoding': 'gzip' }]])(
    'is read to its end before it is refused, so that its sender hears why (%o)',
    async (headers) => {
      const profile = await create()
      let left = 20
      const body = new ReadableStream({
        pull: (stream) => (left-- > 0 ? stream.enqueue(noise(65_536)) : stream.close()),
      })
      const answer = await call(api(profile.handle, '/sources/default/snapshot'), {
        method: 'PUT',
        body,
        headers: { ...bearer(profile.key), ...headers },
      })
      expect([answer.status, left]).toEqual([422, -1])
    },
  )

  it('is cleared away once it is known to be broken', async () => {
    const profile = await create()
    expect((await put(profile, (await history(40)).slice(0, -4096))).status).toBe(422)
    await vi.waitFor(async () => expect(await keysOf(profile)).toEqual([]), 60_000)
  })
})

describe('the size of a history', () => {
  const path = (profile: Owned) => api(profile.handle, '/sources/default/snapshot')
  const limited = (profile: Owned, body: BodyInit, headers: HeadersInit = {}) =>
    callWith({ SNAPSHOT_MAX_BYTES: '20000', UNREAD_BODY_MAX_BYTES: '20000' }, path(profile), {
      method: 'PUT',
      body,
      headers: { ...bearer(profile.key), ...headers },
    })

  it('may be just what the limit allows', async () => {
    const profile = await create()
    const bytes = await history(1)
    const max = { SNAPSHOT_MAX_BYTES: String(bytes.length) }
    const init = { method: 'PUT', headers: bearer(profile.key), body: bytes }
    expect((await callWith(max, path(profile), init)).status).toBe(200)
  })

  it('is refused when it is declared to be too large, before a byte of it is read', async () => {
    const profile = await create()
    let read = false
    const body = new ReadableStream(
      {
        pull: (controller) => {
          read = true
          controller.error(new Error('read'))
        },
      },
      { highWaterMark: 0 },
    )
    const answer = await limited(profile, body, { 'Content-Length': '20001' })
    expect(await refusal(answer)).toEqual([413, 'snapshot_too_large'])
    expect(read).toBe(false)
  })

  it('is counted where it is not declared', async () => {
    const profile = await create()
    const body = new Blob([await history(50)]).stream()
    expect(await refusal(await limited(profile, body))).toEqual([413, 'snapshot_too_large'])
  })

  it('is counted after decompression: a small bomb is refused, and stops being unpacked', async () => {
    const profile = await create()
    const bomb = await gzipped(
      await database((run) => {
        run('CREATE TABLE ballast (block BLOB)')
        run('INSERT INTO ballast VALUES (zeroblob(40000000))')
      }),
    )
    expect(bomb.length).toBeLessThan(100_000)
    const take = vi.spyOn(Inflate.prototype, 'take')
    const answer = await limited(profile, bomb, { 'Content-Encoding': 'gzip', 'Content-Length': '10' })
    expect(await refusal(answer)).toEqual([413, 'snapshot_too_large'])
    expect(take.mock.results.reduce((sum, { value }) => sum + value.length, 0)).toBeLessThan(100_000)
    expect(await keysOf(profile)).toEqual([])
  })
})
