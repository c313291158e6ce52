import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import extractChunks from 'png-chunks-extract'
import { describe, expect, it } from 'vitest'
import { tokenInFile, tokenInText } from '../../src/credentials/extract.ts'
import { bakePng, tokenInPng } from '../../src/credentials/png.ts'
import { bakeSvg, tokenInSvg } from '../../src/credentials/svg.ts'
import { badgeImageSvg } from '../../src/render/badge-image.ts'
import { plainPng } from '../../src/render/indexed-png.ts'
import { chunksOf, crc32 } from '../../src/render/png-chunks.ts'
import { unlocked } from '../pages/made-views.ts'
import { elementsOf } from '../render/xml-parser.ts'
import { SINCE, signed } from './made.ts'

const base64url = fc
  .uint8Array({ minLength: 1, maxLength: 300 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'))
/** What a JWT may look like, signed or not. */
const tokens = fc.tuple(base64url, base64url, base64url).map((parts) => parts.join('.'))

const plaque = {
  handle: 'ada',
  page: 'laurel.example/@ada',
  timeZone: 'UTC',
  achievement: unlocked('one', 'Gold'),
  since: SINCE,
}
const SVG = badgeImageSvg(plaque)
const PNG = await plainPng(64, 64, '#151c19')

describe('a baked PNG', () => {
  it('gives the very token back, whatever it is', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        const baked = bakePng(PNG, token)
        expect([tokenInPng(baked), tokenInFile(baked)]).toEqual([token, token])
      }),
    )
  })

  it('holds one token: baking again puts the new one in the place of the old', () => {
    fc.assert(
      fc.property(tokens, tokens, (one, other) => {
        expect(bakePng(bakePng(PNG, one), other)).toEqual(bakePng(PNG, other))
      }),
    )
  })

  it('has it in an iTXt chunk behind the header, not compressed, and leaves the picture as it was', async () => {
    const token = await signed()
    // By a parser that shares nothing with ours, and checks each checksum.
    const [before, after] = [extractChunks(PNG), extractChunks(bakePng(PNG, token))]
    expect(after.map(({ name }) => name)).toEqual([
      'IHDR',
      'iTXt',
      ...before.slice(1).map(({ name }) => name),
    ])
    const text = Buffer.from(after[1]?.data ?? []).toString('latin1')
    // Keyword, compression flag and method, language, translated keyword.
    expect(text).toBe(`openbadgecredential\0\0\0\0\0${token}`)
    expect(after.filter(({ name }) => name !== 'iTXt').map(({ data }) => [...data])).toEqual(
      before.map(({ data }) => [...data]),
    )
  })

  it('has a checksum that fits behind every chunk, and pixels that inflate', async () => {
    const baked = bakePng(PNG, await signed())
    const view = new DataView(baked.buffer)
    for (const { type, data, start, end } of chunksOf(baked)) {
      expect(view.getUint32(end - 4)).toBe(crc32(baked.subarray(start + 4, end - 4)))
      if (type === 'IDAT') expect(inflateSync(data)).toHaveLength(64 * 9)
    }
    // The known CRC-32 of the text that every list of check values gives.
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  })

  it('is read from a view into a larger buffer, as files of browsers may be', async () => {
    const token = await signed()
    const baked = bakePng(PNG, token)
    const wider = new Uint8Array(baked.length + 14)
    wider.set(baked, 7)
    expect(tokenInPng(wider.subarray(7, 7 + baked.length))).toBe(token)
    expect(bakePng(wider.subarray(7, 7 + baked.length), token)).toEqual(baked)
  })

  it('is none where the bytes are cut off, compressed text, or anything else', async () => {
    const baked = bakePng(PNG, await signed())
    for (const length of [0, 7, 8, 20, 40, 60]) expect(tokenInPng(baked.subarray(0, length))).toBeNull()
    expect(tokenInPng(PNG)).toBeNull()
    expect(() => bakePng(new Uint8Array(100), 'a.b.c')).toThrow(RangeError)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(tokenInPng(Uint8Array.of(...PNG.subarray(0, 33), ...noise))).toBeNull()
      }),
    )
  })
})

describe('a baked SVG', () => {
  it('gives the very token back, whatever it is', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        const baked = bakeSvg(SVG, token)
        const file = new TextEncoder().encode(baked)
        expect([tokenInSvg(baked), tokenInText(` ${baked}\n`), tokenInFile(file)]).toEqual([
          token,
          token,
          token,
        ])
      }),
    )
  })

  it('holds one token: baking again puts the new one in the place of the old', () => {
    fc.assert(
      fc.property(tokens, tokens, (one, other) => {
        expect(bakeSvg(bakeSvg(SVG, one), other)).toBe(bakeSvg(SVG, other))
      }),
    )
  })

  it('is well-formed, with the element first, in the namespace, and everything else as it was', async () => {
    const token = await signed()
    const [svg, credential, ...rest] = elementsOf(bakeSvg(SVG, token))
    expect(svg?.attributes['xmlns:openbadges']).toBe('https://purl.imsglobal.org/ob/v3p0')
    expect(credential).toEqual({ name: 'openbadges:credential', attributes: { verify: token }, text: '' })
    expect(rest).toEqual(elementsOf(SVG).slice(1))
  })

  it.each([
    [
      'a prologue',
      '<?xml version="1.0"?>\n<!-- <svg> -->\n<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>',
    ],
    ['an attribute with brackets', '<svg xmlns="http://www.w3.org/2000/svg" aria-label="a > b"><g/></svg>'],
    ['a prefix of its own', '<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><g/></svg>'],
  ])('may have %s', (_what, svg) => {
    const baked = bakeSvg(svg.replace('<!-- <svg> -->\n', ''), 'a.b.c')
    expect(tokenInSvg(baked)).toBe('a.b.c')
    expect(elementsOf(baked).map(({ name }) => name)).toEqual(['svg', 'openbadges:credential', 'g'])
  })

  it('as other tools write it is read too, and nothing is read out of a comment', () => {
    const written = `<svg xmlns:openbadges='https://purl.imsglobal.org/ob/v3p0'>
      <!-- <openbadges:credential verify="no.no.no"/> -->
      <openbadges:credential
        verify = 'a.b.c' ></openbadges:credential></svg>`
    expect(tokenInSvg(written)).toBe('a.b.c')
    expect(bakeSvg(written, 'd.e.f')).not.toContain('a.b.c')
    expect(tokenInSvg('<svg><!-- <openbadges:credential verify="a.b.c"/>')).toBeNull()
  })

  it('is none where there is nothing baked', () => {
    for (const text of [SVG, '<svg/>', '<openbadges:credentials verify="a.b.c"/>', '<']) {
      expect(tokenInSvg(text)).toBeNull()
    }
    expect(() => bakeSvg('<svg/>', 'a.b.c')).toThrow(RangeError)
    expect(() => bakeSvg('no picture', 'a.b.c')).toThrow(RangeError)
  })
})

describe('what is pasted or dropped', () => {
  it('may be a token that was broken into lines', () => {
    expect(tokenInText(' eyJh\n  bGci.b\r\n.c\n')).toBe('eyJhbGci.b.c')
    expect(tokenInFile(new TextEncoder().encode('\ufeffa.b.c\n'))).toBe('a.b.c')
  })

  it('is nothing where it is empty or bytes of another kind', () => {
    expect([tokenInText(' \n'), tokenInFile(new Uint8Array(0))]).toEqual([null, null])
    for (const text of ['notes', 'a.b', 'a.b.c.d', 'a..c', '{"a":1}', '\0'.repeat(9)]) {
      expect(tokenInFile(new TextEncoder().encode(text))).toBeNull()
    }
    expect(tokenInFile(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10))).toBeNull()
  })
})
