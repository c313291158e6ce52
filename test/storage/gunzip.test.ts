import { constants, deflateRawSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gunzip } from '../../src/storage/gunzip.ts'
import { golden } from '../snapshot/histories.ts'

/** The bytes in pieces of this length. */
async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

async function unpacked(bytes: Uint8Array, pieces = 4096): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of gunzip(inPieces(bytes, pieces))) parts.push(part)
  return Buffer.concat(parts)
}

/** Text that compresses, noise that doesn't, and long runs. */
const content = fc.oneof(
  fc.string({ maxLength: 300 }).map((text) => Buffer.from(text.repeat(400))),
  fc.uint8Array({ maxLength: 3000 }),
  fc.nat(200_000).map((length) => Buffer.alloc(length, 'ab')),
)
const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FILTERED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
})
const packed = fc.tuple(content, options).map(([bytes, how]) => ({ bytes, gzip: gzipSync(bytes, how) }))

describe('gzip data', () => {
  it('unpacks to what was packed, whatever made it and in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(packed, fc.integer({ min: 1, max: 9000 }), async ({ bytes, gzip }, pieces) => {
        expect(Buffer.compare(await unpacked(gzip, pieces), bytes)).toBe(0)
      }),
    )
  })

  it('of several members unpacks to all of them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(packed, { minLength: 2, maxLength: 5 }),
        fc.integer({ min: 1, max: 9000 }),
        async (members, pieces) => {
          const all = await unpacked(Buffer.concat(members.map(({ gzip }) => gzip)), pieces)
          expect(Buffer.compare(all, Buffer.concat(members.map(({ bytes }) => bytes)))).toBe(0)
        },
      ),
      { numRuns: 50 },
    )
  })

  it.each([1, 2, 511, 100_000])('may have %i zeros behind it', async (zeros) => {
    const bytes = golden('edges')
    const padded = Buffer.concat([gzipSync(bytes), Buffer.alloc(zeros)])
    expect(Buffer.compare(await unpacked(padded), bytes)).toBe(0)
  })

  it('may name its file, comment on it and check its head', async () => {
    const plain = gzipSync('text')
    const head = Buffer.from(plain.subarray(0, 10))
    head[3] = 2 | 4 | 8 | 16
    const more = Buffer.concat([
      Buffer.from([5, 0]),
      Buffer.alloc(5, 7),
      Buffer.from('state.db\0a copy\0'),
      Buffer.alloc(2),
    ])
    for (const pieces of [1, 7, 1000]) {
      const named = await unpacked(Buffer.concat([head, more, plain.subarray(10)]), pieces)
      expect(Buffer.from(named).toString()).toBe('text')
    }
  })

  it('is refused wherever it is cut off', async () => {
    const whole = Buffer.concat([gzipSync(golden('edges').subarray(0, 9000)), gzipSync('more')])
    const [first] = [gzipSync(golden('edges').subarray(0, 9000)).length]
    for (let cut = 0; cut < whole.length; cut += cut > 40 && cut < first - 40 ? 37 : 1) {
      if (cut === first) continue
      await expect(unpacked(whole.subarray(0, cut)), `cut at ${cut}`).rejects.toThrow()
    }
  })

  it('is refused when any bit of its content is wrong, or comes to nothing', async () => {
    const bytes = golden('edges').subarray(0, 5000)
    const gzip = gzipSync(bytes)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 80, max: gzip.length * 8 - 1 }), async (bit) => {
        const flipped = Buffer.from(gzip)
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const outcome = await unpacked(flipped).catch(() => null)
        expect(outcome === null || Buffer.compare(outcome, bytes) === 0).toBe(true)
      }),
    )
  })

  it.each([
    ['something else follows it', Buffer.concat([gzipSync('one'), Buffer.from('two')])],
    [
      'something else follows its padding',
      Buffer.concat([gzipSync('one'), Buffer.alloc(600), gzipSync('two')]),
    ],
    ['it is compressed without a head', deflateRawSync('one')],
    ['it is nothing', Buffer.alloc(0)],
  ])('is refused when %s', async (_, bytes) => {
    await expect(unpacked(bytes)).rejects.toThrow()
  })

  it('is read no further than it is wanted', async () => {
    let given = 0
    const endless = async function* () {
      for (const piece of [gzipSync(Buffer.alloc(1e7))]) {
        for await (const part of inPieces(piece, 100)) {
          given++
          yield part
        }
      }
    }
    for await (const _ of gunzip(endless())) break
    expect(given).toBeLessThan(20)
  })

  describe('of 1 MB that unpacks to 1,000 MiB', () => {
    const MiB = 2 ** 20
    const zeros = Buffer.alloc(10 * MiB)
    const member = gzipSync(zeros)

    /** Without its end, which is not read. Flushed blocks can be repeated, because they refer to none before them. */
    function oneMember(): Buffer {
      const head = member.subarray(0, 10)
      const block = deflateRawSync(zeros, { finishFlush: constants.Z_FULL_FLUSH })
      return Buffer.concat([head, ...Array.from({ length: 100 }, () => block)])
    }

    it.each([
      ['in one member', oneMember],
      ['in several members', () => Buffer.concat(Array.from({ length: 100 }, () => member))],
      ['with zeros behind it', () => Buffer.concat([member, Buffer.alloc(99 * member.length)])],
    ])('is read no further before its output is taken: at most 4 MiB wait (%s)', async (_, pack) => {
      const bomb = pack()
      let [given, taken, peak] = [0, 0, 0]
      const slowly = async function* () {
        for await (const piece of inPieces(bomb, 1024)) {
          given += piece.length
          // Zeros are packed evenly, so this is what the given bytes unpack to.
          peak = Math.max(peak, (given / bomb.length) * 1000 * MiB - taken)
          yield piece
        }
      }
      for await (const piece of gunzip(slowly())) {
        peak = Math.max(peak, piece.length)
        taken += piece.length
        // Far beyond every limit. The rest would take a while.
        if (taken >= zeros.length) break
      }
      expect(peak).toBeGreaterThan(64 * 1024)
      expect(peak).toBeLessThanOrEqual(4 * MiB)
    })
  })
})
