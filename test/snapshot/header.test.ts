import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { database, everything, history, refusal, TABLES } from './histories.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

function changed(bytes: Uint8Array, change: (bytes: Uint8Array, view: DataView) => void): Uint8Array {
  const copy = bytes.slice()
  change(copy, new DataView(copy.buffer))
  return copy
}

const oneSession = () =>
  history((run) => {
    run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
    for (let at = 0; at < 50; at++) {
      run("INSERT INTO messages (session_id, role, content, timestamp) VALUES ('s', 'user', ?, 2)", [
        'x'.repeat(1000),
      ])
    }
  })

/** Evenly spread bytes that are the same in every run. */
function noise(length: number): Uint8Array {
  let state = 1
  return Uint8Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 8
  })
}

describe('a file that is no database', () => {
  it('is empty', async () => {
    expect(await refusal(new Uint8Array())).toMatchObject({ code: 'empty_upload', hint: expect.any(String) })
  })

  it.each([
    ['gzip data', gzipSync(noise(5000))],
    ['a zip archive', bytesOf('PK\x03\x04....')],
    ['JSON', bytesOf('\n [{"id": 1}]')],
    ['a web page', bytesOf('<!DOCTYPE html><title>Not found</title>')],
    ['an SQL dump', bytesOf('PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;')],
    ['a database’s -wal file', Uint8Array.of(0x37, 0x7f, 0x06, 0x82, 0, 0x2d, 0xe2, 0x18)],
    ['a database’s -shm file', Uint8Array.of(0x18, 0xe2, 0x2d, 0, 0, 0, 0, 0)],
  ])('is named when it looks like %s', async (name, bytes) => {
    const error = await refusal(bytes)
    expect(error.code).toBe('not_a_database')
    expect(error.message).toContain(name)
    expect(error.hint).toBeTruthy()
  })

  it('is just not a database when it looks like nothing known', async () => {
    expect((await refusal(bytesOf('hello'))).code).toBe('not_a_database')
    expect((await refusal(new Uint8Array(4096))).code).toBe('not_a_database')
  })

  it('is encrypted when it is whole pages of evenly spread bytes', async () => {
    expect(await refusal(noise(4 * 4096))).toMatchObject({
      code: 'snapshot_encrypted',
      hint: expect.any(String),
    })
    expect((await refusal(noise(1024))).code).toBe('snapshot_encrypted')
  })

  it('is not taken for encrypted when its pages are not whole', async () => {
    expect((await refusal(noise(4 * 4096 + 1))).code).toBe('not_a_database')
  })
})

describe('a database cut short', () => {
  it('is refused at every length', async () => {
    const whole = await oneSession()
    for (const length of [16, 99, 100, 4095, 4096, 8192, whole.length - 4096, whole.length - 1]) {
      expect((await refusal(whole.subarray(0, length))).code).toBe('snapshot_truncated')
    }
  })

  it('is not judged by a page count that an old version of SQLite left behind', async () => {
    const whole = await oneSession()
    const stale = changed(whole, (_, view) => {
      view.setUint32(28, 100_000)
      view.setUint32(92, view.getUint32(24) - 1)
    })
    expect(await everything(stale)).toEqual(await everything(whole))
  })
})

describe('a database with more behind it', () => {
  it.each([1, 100, 4095, 4096, 10_000])('is read without it: %i bytes', async (extra) => {
    const whole = await oneSession()
    const longer = new Uint8Array(whole.length + extra).fill(10)
    longer.set(whole)
    expect(await everything(longer)).toEqual(await everything(whole))
  })
})

describe('a damaged database', () => {
  it.each([
    ['read by a later version of SQLite only', 19, 3],
    ['with a version of nothing', 19, 255],
    ['with more than a full page', 21, 65],
    ['with less than a full page', 22, 31],
    ['with other leaves', 23, 33],
  ])('is refused by its header: %s', async (_, at, value) => {
    const bytes = changed(await oneSession(), (copy) => copy.fill(value, at, at + 1))
    const error = await refusal(bytes)
    expect(error.code).toBe('snapshot_corrupt')
    expect(error.message).toContain('header')
    expect(error.hint).toBeDefined()
  })

  it('is refused when nearly all of each page is reserved', async () => {
    const bytes = await database((run) => run(`PRAGMA page_size = 512; ${TABLES}`))
    expect(await everything(bytes)).toEqual([])
    bytes[20] = 33
    expect((await refusal(bytes)).message).toContain('header')
  })

  it('is read when only writing it takes a later version', async () => {
    const whole = await oneSession()
    const bytes = changed(whole, (copy) => copy.fill(3, 18, 19))
    expect(await everything(bytes)).toEqual(await everything(whole))
  })

  it('is corrupt when its page size can’t be', async () => {
    const bytes = changed(await oneSession(), (_, view) => view.setUint16(16, 1000))
    expect((await refusal(bytes)).code).toBe('snapshot_corrupt')
  })

  it('is corrupt when the schema page is overwritten', async () => {
    const bytes = changed(await oneSession(), (copy) => copy.fill(0xff, 100, 4096))
    expect((await refusal(bytes)).code).toBe('snapshot_corrupt')
  })

  it('never says anything of its content, whichever page is overwritten', async () => {
    const whole = await oneSession()
    for (let page = 1; page < whole.length / 4096; page++) {
      const bytes = changed(whole, (copy) => copy.fill(0xff, page * 4096, page * 4096 + 2000))
      const outcome = await everything(bytes).then(
        () => 'read',
        (error) => error,
      )
      if (outcome === 'read') continue
      expect(outcome.code).toBe('snapshot_corrupt')
      expect(JSON.stringify(outcome.toBody())).not.toMatch(/malformed|SELECT|xxx/)
    }
  })

  it('leaves the next history readable', async () => {
    const whole = await oneSession()
    await refusal(changed(whole, (copy) => copy.fill(0xff, 100, 4096)))
    expect(await everything(whole)).toHaveLength(1)
  })
})

describe('a database in WAL mode', () => {
  it('reads like a plain one', async () => {
    const plain = await oneSession()
    const wal = changed(plain, (copy) => copy.fill(2, 18, 20))
    expect(await everything(wal)).toEqual(await everything(plain))
  })

  it('is left as it is', async () => {
    const wal = changed(await oneSession(), (copy) => copy.fill(2, 18, 20))
    const before = wal.slice()
    await everything(wal)
    expect(wal).toEqual(before)
  })
})
