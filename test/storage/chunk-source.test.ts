import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Manifest } from '../../src/contract/snapshots.ts'
import { ByteCache } from '../../src/storage/byte-cache.ts'
import { ChunkSource } from '../../src/storage/chunk-source.ts'

const BLOCK = 4
const CHUNK = 16

class Missing extends Error {
  readonly begin: number
  readonly end: number
  constructor(begin: number, end: number) {
    super()
    this.begin = begin
    this.end = end
  }
}

/** A source over bytes 0, 1, 2, …, and the ranges of the file that were asked of the store. */
function stored(
  size: number,
  cacheBlocks: number,
  cache = new ByteCache(cacheBlocks * BLOCK),
  fetchBytes = BLOCK,
) {
  const bytes = Uint8Array.from({ length: size }, (_, at) => at % 251)
  const manifest: Manifest = {
    size,
    chunk_size: CHUNK,
    chunks: Array.from({ length: Math.ceil(size / CHUNK) }, (_, index) => `chunk-${index}`),
    sha256: 'whole',
  }
  const asked: [number, number][] = []
  const store = {
    get: async (_: unknown, index: number, { offset, length }: { offset: number; length: number }) => {
      const begin = index * CHUNK + offset
      asked.push([begin, begin + length])
      return bytes.slice(begin, begin + length)
    },
  }
  const fetched = { requests: 0, bytes: 0 }
  const missing = (begin: number, end: number) => new Missing(begin, end)
  const source = new ChunkSource(store, manifest, { cache, blockBytes: BLOCK, fetchBytes, fetched, missing })
  return { bytes, asked, fetched, cache, source }
}

/** Reads as the snapshot reader does: fetches what is said to be missing, and tries again. */
async function read(source: ChunkSource, begin: number, end: number): Promise<Uint8Array> {
  for (;;) {
    try {
      return source.read(begin, end).slice()
    } catch (error) {
      if (!(error instanceof Missing)) throw error
      await source.fetch(error.begin, error.end)
    }
  }
}

describe('a stored snapshot', () => {
  it('reads like the bytes it was stored from, wherever a read begins and ends', async () => {
    const ranges = fc.array(fc.tuple(fc.nat(199), fc.integer({ min: 1, max: CHUNK })), {
      minLength: 1,
      maxLength: 40,
    })
    await fc.assert(
      fc.asyncProperty(ranges, fc.integer({ min: 5, max: 40 }), async (reads, cacheBlocks) => {
        const { bytes, source, cache } = stored(200, cacheBlocks)
        for (const [begin, length] of reads) {
          const end = Math.min(200, begin + length)
          expect(await read(source, begin, end)).toEqual(bytes.slice(begin, end))
          expect(cache.bytes).toBeLessThanOrEqual(cache.maxBytes)
        }
      }),
    )
  })

  it('lets others have their turn while fetch follows fetch', async () => {
    const { source } = stored(4000, 100)
    let turns = 0
    const others = setInterval(() => turns++, 0)
    for (let at = 3999; at > 0; at -= BLOCK) await read(source, at, at + 1)
    clearInterval(others)
    expect(turns).toBeGreaterThan(5)
  })

  it('fetches one block where reading jumps about', async () => {
    const { source, asked } = stored(640, 100)
    for (const at of [300, 100, 600, 400]) await read(source, at, at + 1)
    expect(asked).toEqual([300, 100, 600, 400].map((at) => [at, at + BLOCK]))
  })

  it('fetches more each time where reading goes forward, never beyond a chunk, and nothing twice', async () => {
    const { source, asked, fetched } = stored(64, 100)
    for (let at = 0; at < 64; at++) await read(source, at, at + 1)
    expect(asked.slice(0, 4)).toEqual([
      [0, 4],
      [4, 12],
      [12, 16],
      [16, 24],
    ])
    expect(fetched).toEqual({ requests: asked.length, bytes: 64 })
  })

  it('keeps to two stretches that are read in turns', async () => {
    const { source, asked } = stored(1600, 400)
    for (let at = 0; at < 320; at += BLOCK) {
      await read(source, at, at + 1)
      await read(source, 1024 + at, 1025 + at)
    }
    expect(asked.length).toBeLessThan(60)
  })

  it('asks for a block once while it is kept, and again when others were used since', async () => {
    const { source, asked } = stored(640, 4)
    for (const at of [0, 100, 200, 300, 0, 400, 100]) await read(source, at, at + 1)
    expect(asked.map(([begin]) => begin)).toEqual([0, 100, 200, 300, 400, 100])
  })

  it('keeps nothing once it is forgotten, and leaves others what is theirs', async () => {
    const first = stored(64, 100)
    const second = stored(64, 100, first.cache)
    await read(first.source, 8, 12)
    await read(second.source, 8, 12)
    expect(first.cache.bytes).toBe(2 * BLOCK)
    first.source.forget()
    expect(first.cache.bytes).toBe(BLOCK)
    await read(second.source, 8, 12)
    expect(second.asked).toHaveLength(1)
  })

  it('reads the end of a file that fills no block', async () => {
    const { source, bytes } = stored(38, 10)
    expect(await read(source, 35, 38)).toEqual(bytes.slice(35, 38))
  })

  describe('that fetches more than a block at once', () => {
    const several = () => stored(640, 100, new ByteCache(100 * BLOCK), 2 * BLOCK)

    it('fetches what lies around the block, unless it is there', async () => {
      const { source, asked } = several()
      for (const at of [300, 303, 100, 612]) await read(source, at, at + 1)
      expect(asked).toEqual([
        [296, 304],
        [96, 104],
        [608, 616],
      ])
    })

    it('fetches only the block while it is sparing, and then what is missing around it', async () => {
      const { source, asked } = several()
      source.sparing = true
      for (const at of [300, 100]) await read(source, at, at + 1)
      source.sparing = false
      for (const at of [299, 104]) await read(source, at, at + 1)
      expect(asked).toEqual([
        [300, 304],
        [100, 104],
        [296, 300],
        [104, 112],
      ])
    })
  })
})
