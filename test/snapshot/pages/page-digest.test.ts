import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import wabt from 'wabt'
import { PAGE_BYTES, PageDigest } from '../../../src/snapshot/pages/page-digest.ts'

const root = new URL('../../../', import.meta.url)
const digest = new PageDigest()

function digestOf(page: Uint8Array): string[] {
  digest.page.set(page)
  digest.run()
  return Array.from(digest.words, (word) => word.toString(16))
}

/** The beginning of the MurmurHash3_x86_128 of some words, as its reference has it. */
function plainDigest(words: Uint32Array): string[] {
  const constants = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93]
  const added = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17]
  const turned = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits))
  const state = [0, 0, 0, 0]
  for (const [at, word] of words.entries()) {
    const lane = at % 4
    const next = (lane + 1) % 4
    const of = (list: readonly number[], place: number) => list[place] ?? 0
    const mixed = Math.imul(turned(Math.imul(word, of(constants, lane)), 15 + lane), of(constants, next))
    const sum = turned(of(state, lane) ^ mixed, 19 - 2 * lane) + of(state, next)
    state[lane] = (Math.imul(sum | 0, 5) + of(added, lane)) | 0
  }
  const spread = () => {
    state[0] = state.reduce((sum, word) => (sum + word) | 0)
    for (let lane = 1; lane < 4; lane++) state[lane] = ((state[lane] ?? 0) + state[0]) | 0
  }
  const steps: readonly [number, number][] = [
    [16, 0x85ebca6b],
    [13, 0xc2b2ae35],
  ]
  for (const lane of state.keys()) state[lane] = (state[lane] ?? 0) ^ words.byteLength
  spread()
  for (const [lane, word] of state.entries()) {
    const mixed = steps.reduce((one, [bits, factor]) => Math.imul(one ^ (one >>> bits), factor), word)
    state[lane] = mixed ^ (mixed >>> 16)
  }
  spread()
  return state.slice(0, 2).map((word) => (word >>> 0).toString(16))
}

describe('the digest of a page', () => {
  // As mmh3.hash_bytes(page, 0, x64arch=False) of Python's mmh3 5.3.0 says.
  it.each([
    ['of zeros', Uint8Array.from({ length: 4096 }), ['9b8bbd84', 'faccc440']],
    [
      'of all bytes',
      Uint8Array.from({ length: 4096 }, (_, at) => at * 7 + (at >> 8)),
      ['cfca2543', '101ec83d'],
    ],
  ])('is the beginning of its MurmurHash3_x86_128: %s', (_, page, expected) => {
    expect(digestOf(page)).toEqual(expected)
    expect(plainDigest(new Uint32Array(page.buffer))).toEqual(expected)
  })

  it('is that of the plain algorithm, whatever is on the page', () => {
    fc.assert(
      fc.property(fc.uint32Array({ minLength: PAGE_BYTES / 4, maxLength: PAGE_BYTES / 4 }), (words) => {
        expect(digestOf(new Uint8Array(words.buffer))).toEqual(plainDigest(words))
      }),
    )
  })

  it('is computed by what murmur.wat says', async () => {
    const source = readFileSync(new URL('src/snapshot/murmur.wat', root), 'utf8')
    const { buffer } = (await wabt()).parseWat('murmur.wat', source).toBinary({})
    expect(Buffer.from(buffer).equals(readFileSync(new URL('dist/murmur.wasm', root)))).toBe(true)
  })
})
