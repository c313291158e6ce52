import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockReader } from '../../src/snapshot/block-reader.ts'

/** A file of bytes that tell where they are, and how often and how much was read of it. */
function readerOf(size: number, blockBytes: number, blocksKept: number) {
  const file = Uint8Array.from({ length: size }, (_, at) => at % 251)
  const fills: number[] = []
  const reader = new BlockReader(size, { blockBytes, blocksKept }, (bytes, begin) => {
    fills.push(bytes.length)
    bytes.set(file.subarray(begin, begin + bytes.length))
  })
  return { file, fills, reader }
}

describe('reading a file block by block', () => {
  it('gives what the file has, wherever it is read and whatever is kept', () => {
    const sizes = fc.record({
      size: fc.integer({ min: 1, max: 500 }),
      blockBytes: fc.integer({ min: 1, max: 64 }),
      blocksKept: fc.integer({ min: 1, max: 5 }),
    })
    const reads = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(80)), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(sizes, reads, ({ size, blockBytes, blocksKept }, places) => {
        const { file, reader } = readerOf(size, blockBytes, blocksKept)
        for (const [place, length] of places) {
          const begin = Math.floor(place * (size - 1))
          const end = Math.min(size, begin + length)
          expect([...reader.read(begin, end)]).toEqual([...file.subarray(begin, end)])
        }
      }),
    )
  })

  it('reads a block once for all that lies in it', () => {
    const { fills, reader } = readerOf(100, 10, 3)
    for (const begin of [0, 3, 9, 12, 0]) reader.read(begin, begin + 1)
    expect(fills).toEqual([10, 10])
  })

  it('keeps the blocks that were used last', () => {
    const { fills, reader } = readerOf(100, 10, 2)
    for (const begin of [0, 10, 0, 20, 0, 10]) reader.read(begin, begin + 1)
    expect(fills).toEqual([10, 10, 10, 10])
  })

  it('reads what is larger than a block by itself, and keeps none of it', () => {
    const { fills, reader } = readerOf(100, 10, 2)
    reader.read(5, 60)
    reader.read(5, 6)
    expect(fills).toEqual([55, 10])
  })
})
