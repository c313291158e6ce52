import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Manifest } from '../../src/contract/snapshots.ts'
import { ChunkSource } from '../../src/storage/chunk-source.ts'

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

/** A source over bytes 0, 1, 2, …, and the indexes of the chunks that were asked of the store. */
function stored(size: number, cacheChunks: number) {
  const bytes = Uint8Array.from({ length: size }, (_, at) => at % 251)
  const manifest: Manifest = {
    size,
    chunk_size: CHUNK,
    chunks: Array.from({ length: Math.ceil(size / CHUNK) }, (_, index) => `chunk-${index}`),
    sha256: 'whole',
  }
  const asked: number[] = []
  const store = {
    get: async (_manifest: Manifest, index: number) => {
      asked.push(index)
      return bytes.slice(index * CHUNK, (index + 1) * CHUNK)
    },
  }
  const missing = (begin: number, end: number) => new Missing(begin, end)
  return { bytes, asked, source: new ChunkSource(store, manifest, cacheChunks * CHUNK, missing) }
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
      fc.asyncProperty(ranges, fc.integer({ min: 2, max: 6 }), async (reads, cacheChunks) => {
        const { bytes, source } = stored(200, cacheChunks)
        for (const [begin, length] of reads) {
          const end = Math.min(200, begin + length)
          expect(await read(source, begin, end)).toEqual(bytes.slice(begin, end))
        }
      }),
    )
  })

  it('names the missing chunk whole, and the last one no longer than it is', () => {
    const { source } = stored(40, 4)
    expect(() => source.read(20, 21)).toThrow(expect.objectContaining({ begin: 16, end: 32 }))
    expect(() => source.read(39, 40)).toThrow(expect.objectContaining({ begin: 32, end: 40 }))
  })

  it('asks for a chunk once while it is kept', async () => {
    const { source, asked } = stored(64, 4)
    for (let round = 0; round < 3; round++) await read(source, 0, 32)
    expect(asked).toEqual([0, 1])
  })

  it('keeps the chunks that were used last', async () => {
    const { source, asked } = stored(64, 2)
    for (const at of [0, 16, 0, 32, 0, 16]) await read(source, at, at + 1)
    expect(asked).toEqual([0, 1, 2, 1])
  })

  it('can be read across two chunks however small its cache', async () => {
    const { source, bytes } = stored(64, 0)
    expect(await read(source, 10, 20)).toEqual(bytes.slice(10, 20))
  })
})
