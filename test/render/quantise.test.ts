import { describe, expect, it } from 'vitest'
import { quantised } from '../../src/render/quantise.ts'

const [WIDTH, HEIGHT] = [256, 64]
type Colour = readonly [red: number, green: number, blue: number]

/** Returns the pixels of a picture, opaque. */
function painted(colourAt: (x: number, y: number) => Colour): Uint8Array {
  const pixels = new Uint8Array(4 * WIDTH * HEIGHT)
  for (let at = 0; at < WIDTH * HEIGHT; at++) {
    pixels.set([...colourAt(at % WIDTH, Math.floor(at / WIDTH)), 255], 4 * at)
  }
  return pixels
}

/** Returns a channel's mean over each square of 4 × 4 pixels: what an eye sees of a pattern. */
function seen(valueAt: (pixel: number) => number): number[] {
  return Array.from({ length: (WIDTH / 4) * (HEIGHT / 4) }, (_, square) => {
    const start = Math.floor(square / (WIDTH / 4)) * 4 * WIDTH + (square % (WIDTH / 4)) * 4
    let sum = 0
    for (let at = 0; at < 16; at++) sum += valueAt(start + Math.floor(at / 4) * WIDTH + (at % 4))
    return sum / 16
  })
}

describe('a picture in 256 colours', () => {
  it('has its own colours if they are no more', () => {
    const pixels = painted((x) => [x, 255 - x, x < 128 ? 0 : 77])
    const { palette, indices } = quantised(
      pixels.map((value, at) => (at % 4 < 3 ? value & 0xfe : value)),
      WIDTH,
    )
    expect(palette.length).toBeLessThanOrEqual(3 * 256)
    for (const [at, index] of indices.entries()) {
      for (const of of [0, 1, 2]) expect(palette[3 * index + of]).toBe((pixels[4 * at + of] ?? 0) & 0xfe)
    }
  })

  it('has a ground as it was, and soft lights over it that look as they did', () => {
    const ground: Colour = [0x15, 0x1c, 0x19]
    const pixels = painted((x, y) => {
      if (y >= HEIGHT / 2) return ground
      return [ground[0] + 0.2 * x, ground[1] + 0.6 * y, ground[2] + 0.15 * (255 - x)].map(Math.round) as [
        ...Colour,
      ]
    })
    const { palette, indices } = quantised(pixels, WIDTH)
    const last = indices.at(-1) ?? 0
    expect([...palette.subarray(3 * last, 3 * last + 3)]).toEqual(ground)
    for (const of of [0, 1, 2]) {
      const [before, after] = [
        seen((pixel) => pixels[4 * pixel + of] ?? 0),
        seen((pixel) => palette[3 * (indices[pixel] ?? 0) + of] ?? 0),
      ]
      for (const [at, value] of before.entries()) expect(Math.abs(value - (after[at] ?? 0))).toBeLessThan(2)
    }
  })
})
