import { wordsOf } from './layers.ts'

/** Fewer colours for a picture: 256 of them in a fine pattern look the same, in less than half the bytes. */

export interface Quantised {
  /** Red, green and blue of each colour. */
  palette: Uint8Array<ArrayBuffer>
  /** For each pixel, which colour of the palette it has. */
  indices: Uint8Array<ArrayBuffer>
}

/** As many as a byte can name. */
const COLOURS = 256
/** Colours that differ in no more than the last bit of each channel count as one. */
const BITS = 7
const DROPPED = 8 - BITS
/** By their pixels alone, large grounds would take all colours, and leave none for icons. */
const WEIGHT = 0.65
/** Ordered dithering by the ranks of 4 × 4 pixels (Bayer). The pattern repeats, so that it compresses. */
const RANKS = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5] as const
/** How far dithering goes: about what neighbours in the palette differ by. Unit: steps of a channel. */
const SPREAD = 7
/** What is added to each channel. They are apart in the pattern, so that hues mix as well. */
const [REDS, GREENS, BLUES] = [patternFrom(0), patternFrom(5), patternFrom(10)]
/** A colour that the palette has as closely is not dithered: nobody sees the difference. */
const CLOSE = 1

/**
 * Returns an opaque picture in at most 256 colours.
 * @param pixels red, green, blue and alpha of each
 * @param width pixels of a row
 */
export function quantised(pixels: Uint8Array, width: number): Quantised {
  const words = wordsOf(pixels)
  const { colours, counts } = histogramOf(words)
  const palette = paletteOf(colours, counts)
  const nearest = nearestIn(palette)
  const indices = new Uint8Array(words.length)
  // Most pixels have the colour of the one before.
  let before = -1
  let same = -1
  let red = 0
  let green = 0
  let blue = 0
  for (let at = 0, x = 0, y = 0; at < indices.length; at++) {
    const word = words[at] ?? 0
    if (word !== before) {
      before = word
      red = word & 255
      green = (word >> 8) & 255
      blue = (word >> 16) & 255
      const index = nearest(red, green, blue)
      const isClose =
        Math.abs(red - (palette[3 * index] ?? 0)) <= CLOSE &&
        Math.abs(green - (palette[3 * index + 1] ?? 0)) <= CLOSE &&
        Math.abs(blue - (palette[3 * index + 2] ?? 0)) <= CLOSE
      same = isClose ? index : -1
    }
    if (same >= 0) indices[at] = same
    else {
      const cell = (y & 3) * 4 + (x & 3)
      indices[at] = nearest(
        clamped(red + (REDS[cell] ?? 0)),
        clamped(green + (GREENS[cell] ?? 0)),
        clamped(blue + (BLUES[cell] ?? 0)),
      )
    }
    if (++x === width) {
      x = 0
      y++
    }
  }
  return { palette, indices }
}

/** Returns the colours of a picture, one for each that is told apart, with how many pixels have it. */
function histogramOf(words: Uint32Array): { colours: number[]; counts: number[] } {
  // Places from 1 on, so that nothing need be filled in: most colours never occur.
  const known = new Uint32Array(1 << (3 * BITS))
  const [colours, counts]: [number[], number[]] = [[], []]
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? 0
    const start = at++
    while (words[at] === word) at++
    const [red, green, blue] = [word & 255, (word >> 8) & 255, (word >> 16) & 255]
    const key = keyOf(red, green, blue)
    let place = known[key] ?? 0
    if (place === 0) {
      place = colours.push((red << 16) | (green << 8) | blue)
      known[key] = place
      counts.push(0)
    }
    counts[place - 1] = (counts[place - 1] ?? 0) + at - start
  }
  return { colours, counts }
}

function keyOf(red: number, green: number, blue: number): number {
  return ((red >> DROPPED) << (2 * BITS)) | ((green >> DROPPED) << BITS) | (blue >> DROPPED)
}

/** Some colours of a picture: `order[start]` to `order[end - 1]`. */
interface Box {
  start: number
  end: number
  /** Weighted sum of squared distances from the mean. */
  error: number
  mean: number[]
  /** The channel in which they differ most. */
  widest: number
}

/** Returns a palette: the box of colours that is represented worst is cut in two at its mean until there are enough. */
function paletteOf(colours: readonly number[], counts: readonly number[]): Uint8Array<ArrayBuffer> {
  const order = Uint32Array.from(colours.keys())
  const weights = Float64Array.from(counts, (count) => count ** WEIGHT)
  const boxes = [boxOf(order, 0, order.length, colours, weights)]
  while (boxes.length < COLOURS) {
    const worst = boxes.reduce((worst, box) => (box.error > worst.error ? box : worst))
    if (worst.error === 0) break
    const middle = cut(order, worst, colours)
    boxes[boxes.indexOf(worst)] = boxOf(order, worst.start, middle, colours, weights)
    boxes.push(boxOf(order, middle, worst.end, colours, weights))
  }
  const chosen = boxes.map((box) => representative(order, box, colours, counts))
  return Uint8Array.from(chosen.sort(([, one = 0], [, other = 0]) => one - other).flat())
}

function boxOf(
  order: Uint32Array,
  start: number,
  end: number,
  colours: readonly number[],
  weights: Float64Array,
): Box {
  let total = 0
  let red = 0
  let green = 0
  let blue = 0
  let reds = 0
  let greens = 0
  let blues = 0
  for (let at = start; at < end; at++) {
    const colour = colours[order[at] ?? 0] ?? 0
    const weight = weights[order[at] ?? 0] ?? 0
    const [r, g, b] = [colour >> 16, (colour >> 8) & 255, colour & 255]
    total += weight
    red += weight * r
    green += weight * g
    blue += weight * b
    reds += weight * r * r
    greens += weight * g * g
    blues += weight * b * b
  }
  const errors = [reds - red ** 2 / total, greens - green ** 2 / total, blues - blue ** 2 / total]
  const widest = errors.indexOf(Math.max(...errors))
  const error = end - start > 1 ? errors.reduce((sum, one) => sum + one) : 0
  return { start, end, error, mean: [red / total, green / total, blue / total], widest }
}

/** Puts those colours of a box first that are below its mean. Returns where the others begin. */
function cut(order: Uint32Array, { start, end, mean, widest }: Box, colours: readonly number[]): number {
  let middle = start
  for (let at = start; at < end; at++) {
    const place = order[at] ?? 0
    if ((((colours[place] ?? 0) >> (16 - 8 * widest)) & 255) >= (mean[widest] ?? 0)) continue
    order[at] = order[middle] ?? 0
    order[middle] = place
    middle++
  }
  return middle
}

/** Returns the mean of a box, or the colour that most of its pixels have: a ground stays what it is. */
function representative(
  order: Uint32Array,
  { start, end, mean }: Box,
  colours: readonly number[],
  counts: readonly number[],
): number[] {
  let [total, most, usual] = [0, 0, 0]
  for (let at = start; at < end; at++) {
    const place = order[at] ?? 0
    const count = counts[place] ?? 0
    total += count
    if (count > most) [most, usual] = [count, colours[place] ?? 0]
  }
  return 2 * most > total ? [usual >> 16, (usual >> 8) & 255, usual & 255] : mean.map(Math.round)
}

/** Returns a function that finds the nearest colour of a palette that is in the order of its greens. */
function nearestIn(palette: Uint8Array): (red: number, green: number, blue: number) => number {
  /** By key, one more than the place in the palette. */
  const known = new Uint16Array(1 << (3 * BITS))
  const size = palette.length / 3
  /** For each green, the first colour of the palette that has as much. */
  const first = new Uint16Array(257)
  for (let green = 0, at = 0; green <= 256; green++) {
    while (at < size && (palette[3 * at + 1] ?? 0) < green) at++
    first[green] = at
  }
  const search = (red: number, green: number, blue: number): number => {
    let [best, distance] = [0, Number.POSITIVE_INFINITY]
    const start = first[green] ?? 0
    for (const step of [1, -1]) {
      for (let at = step > 0 ? start : start - 1; at >= 0 && at < size; at += step) {
        const away = green - (palette[3 * at + 1] ?? 0)
        if (away * away >= distance) break
        const [r, b] = [red - (palette[3 * at] ?? 0), blue - (palette[3 * at + 2] ?? 0)]
        const whole = away * away + r * r + b * b
        if (whole < distance) [best, distance] = [at, whole]
      }
    }
    return best
  }
  return (red, green, blue) => {
    const key = keyOf(red, green, blue)
    const index = known[key] ?? 0
    if (index > 0) return index - 1
    const found = search(red, green, blue)
    known[key] = found + 1
    return found
  }
}

function clamped(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value
}

function patternFrom(start: number): Int8Array {
  return Int8Array.from(RANKS, (_, at) =>
    Math.round(SPREAD * (((RANKS[(at + start) % 16] ?? 0) + 0.5) / 16 - 0.5)),
  )
}
