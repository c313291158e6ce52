import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ByteSource, MissingBytes, memorySource, whenAtHand } from '../../src/snapshot/byte-source.ts'
import { historySource } from '../../src/snapshot/history.ts'
import { framePageOffset, readWal, type WalIndex } from '../../src/snapshot/wal.ts'
import { WalOverlay } from '../../src/snapshot/wal-overlay.ts'
import { everything } from './histories.ts'
import { FRAME_HEADER_BYTES, fill, frameBounds, writing } from './wal-pairs.ts'

/** A source at whose hand are the ranges it fetched last, and nothing else. */
function forgetfulSource(bytes: Uint8Array, kept: number) {
  const ranges: [number, number][] = []
  return {
    size: bytes.length,
    fetched: 0,
    read(begin: number, end: number): Uint8Array {
      if (ranges.some(([from, to]) => from <= begin && end <= to)) return bytes.subarray(begin, end)
      throw new MissingBytes(begin, end)
    },
    async fetch(begin: number, end: number) {
      if (begin < 0 || begin > end || end > bytes.length) throw new RangeError('Beyond the bytes.')
      this.fetched += end - begin
      ranges.unshift([begin, end])
      ranges.splice(kept)
    },
    forget() {
      ranges.length = 0
      this.fetched = 0
    },
  }
}

const SALTS = [0x12345678, 0x9abcdef0] as const

/** Writes what stands before the page in a frame. */
function putHead(bytes: Uint8Array, at: number, page: number): void {
  const head = new DataView(bytes.buffer, bytes.byteOffset + at, FRAME_HEADER_BYTES)
  head.setUint32(0, page)
  for (const [word, salt] of SALTS.entries()) head.setUint32(8 + 4 * word, salt)
}

describe('an overlay', () => {
  it('gives any range of bytes as reading page after page gives it', () => {
    const pageSize = 512
    const made = fc.record({
      main: fc.uint8Array({ maxLength: 5000 }),
      pageCount: fc.integer({ min: 1, max: 12 }),
      inLog: fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 8 }),
      ranges: fc.array(fc.tuple(fc.double({ max: 1, min: 0, noNaN: true }), fc.nat(3000)), { minLength: 5 }),
    })
    fc.assert(
      fc.property(made, ({ main, pageCount, inLog, ranges }) => {
        const frames = new Map(inLog.map((page, frame) => [page, frame]))
        const wal = Uint8Array.from({ length: 6000 }, (_, at) => at ^ (at >>> 8))
        const plain = new Uint8Array(pageCount * pageSize)
        plain.set(main.subarray(0, plain.length))
        for (const [page, frame] of frames) {
          const begin = 32 + frame * 536 + 24
          putHead(wal, begin - 24, page)
          if (page <= pageCount) plain.set(wal.subarray(begin, begin + pageSize), (page - 1) * pageSize)
        }
        const overlay = new WalOverlay(memorySource(main), memorySource(wal), {
          pageSize,
          pageCount,
          salts: SALTS,
          frames,
        })
        expect(overlay.size).toBe(plain.length)
        for (const [share, length] of ranges) {
          const begin = Math.floor(share * plain.length)
          const end = Math.min(plain.length, begin + length)
          expect(Buffer.compare(overlay.read(begin, end), plain.subarray(begin, end))).toBe(0)
        }
      }),
    )
  })

  it('fetches nothing where the main file has ended', async () => {
    const main = forgetfulSource(new Uint8Array(700).fill(1), 9)
    const log = new Uint8Array(600).fill(2)
    putHead(log, 32, 4)
    const wal = forgetfulSource(log, 9)
    const frames = new Map([[4, 0]])
    const overlay = new WalOverlay(main, wal, { pageSize: 512, pageCount: 5, salts: SALTS, frames })
    const bytes = await whenAtHand(overlay, () => overlay.read(0, overlay.size))
    expect([0, 699, 700, 1535, 1536, 2047, 2048, 2559].map((at) => bytes[at])).toEqual([
      1, 1, 0, 0, 2, 2, 0, 0,
    ])
    expect([main.fetched, wal.fetched]).toEqual([700, 24 + 512])
  })

  it('reads pages beyond 4 GiB, from beyond 4 GiB of the log', () => {
    const GiB = 2 ** 30
    const asked: [string, number, number][] = []
    const recording = (name: string): ByteSource => ({
      size: 8 * GiB,
      read(begin, end) {
        asked.push([name, begin, end])
        const bytes = new Uint8Array(end - begin)
        if (name === 'wal') putHead(bytes, 0, 1_400_001)
        return bytes
      },
    })
    const frame = 1_500_000
    const frames = new Map([[1_400_001, frame]])
    const index: WalIndex = { pageSize: 4096, pageCount: 2 ** 21, salts: SALTS, frames }
    const overlay = new WalOverlay(recording('main'), recording('wal'), index)
    expect(overlay.size).toBe(8 * GiB)
    overlay.read(1_400_000 * 4096 + 5, 1_400_000 * 4096 + 9)
    overlay.read(1_400_001 * 4096, 1_400_002 * 4096)
    const begin = 32 + frame * 4120 + 24
    expect(framePageOffset(frame, 4096)).toBe(begin)
    expect(asked).toEqual([
      ['wal', begin - 24, begin + 9],
      ['main', 1_400_001 * 4096, 1_400_002 * 4096],
    ])
  })
})

describe('a frame that was written over since its log was read', () => {
  it.each([
    ['by a frame of the log as it was started over', (head: DataView) => head.setUint32(8, 1)],
    ['by a frame with another page', (head: DataView) => head.setUint32(0, 99)],
  ])('is noticed: %s', async (_, change) => {
    const { main, wal } = writing((database) => {
      fill(database, 0, 3)
      return database.pair()
    })
    const source = await historySource(memorySource(main), memorySource(wal))
    await everything(source)
    for (const at of frameBounds(wal).slice(0, -1)) change(new DataView(wal.buffer, wal.byteOffset + at))
    await expect(everything(source)).rejects.toMatchObject({ code: 'snapshot_replaced' })
  })
})

describe('a history of two files that are fetched as they are read', () => {
  const { main, wal } = writing((database) => {
    fill(database, 0, 6)
    database.run('PRAGMA wal_checkpoint(TRUNCATE)')
    fill(database, 6, 12)
    return database.pair()
  })
  const inMemory = () => historySource(memorySource(main), memorySource(wal))

  it('reads as the whole files do', async () => {
    const sources = [forgetfulSource(main, 40), forgetfulSource(wal, 40)] as const
    const source = await historySource(...sources)
    for (const each of sources) each.forget()
    expect(await everything(source)).toEqual(await everything(await inMemory()))
    for (const { fetched } of sources) expect(fetched).toBeGreaterThan(4096)
  })

  it('has its log indexed in one pass, each byte of it fetched once', async () => {
    const source = forgetfulSource(wal, 1)
    expect(await readWal(source)).toEqual(await readWal(memorySource(wal)))
    expect(source.fetched).toBe(wal.length)
  })

  it('has a range fetched that lies in both', async () => {
    const sources = [forgetfulSource(main, 99), forgetfulSource(wal, 99)] as const
    const source = await historySource(...sources)
    for (const each of sources) each.forget()
    const bytes = await whenAtHand(source, () => source.read(100, source.size - 100))
    expect(Buffer.compare(bytes, (await inMemory()).read(100, source.size - 100))).toBe(0)
    for (const { fetched } of sources) expect(fetched).toBeGreaterThan(4096)
  })

  it('says what is missing when it can fetch nothing', async () => {
    const absent: ByteSource = {
      size: main.length,
      read(begin, end) {
        throw new MissingBytes(begin, end)
      },
    }
    await expect(historySource(memorySource(main), { ...absent, size: wal.length })).rejects.toBeInstanceOf(
      MissingBytes,
    )
    const source = await historySource(absent, memorySource(wal))
    await expect(everything(source)).rejects.toBeInstanceOf(MissingBytes)
  })

  it('passes on what goes wrong in either', async () => {
    const broken = new Error('storage is away')
    const failing = (size: number): ByteSource => ({
      size,
      read() {
        throw broken
      },
    })
    await expect(historySource(memorySource(main), failing(wal.length))).rejects.toBe(broken)
    const source = await historySource(failing(main.length), memorySource(wal))
    await expect(everything(source)).rejects.toBe(broken)
  })
})
