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
/** Ordered dithering: thresholds of 4 × 4 pixels, as shares of `SPREAD`. It repeats, so that it compresses. */
const PATTERN = Float64Array.of(0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5).map(
  (rank) => (rank + 0.5) / 16 - 0.5,
)
/** Where channels are in the pattern: apart, so that hues mix as well. */
const SHIFTS = [0, 5, 10] as const
/** How far dithering goes: about what neighbours in the palette differ by. Unit: steps of a channel. */
const SPREAD = 7
/** A colour that the palette has as closely is not dithered: nobody sees the difference. */
const CLOSE = 1

/**
 * Returns an opaque picture in at most 256 colours.
 * @param pixels red, green, blue and alpha of each
 * @param width pixels of a row
 */
export function quantised(pixels: Uint8Array, width: number): Quantised {
  const { colours, counts } = histogramOf(pixels)
  const palette = paletteOf(colours, counts)
  const nearest = nearestIn(palette)
  const indices = new Uint8Array(pixels.length / 4)
  const shifted = SHIFTS.map((shift) => PATTERN.map((_, at) => SPREAD * (PATTERN[(at + shift) % 16] ?? 0)))
  const [reds = PATTERN, greens = PATTERN, blues = PATTERN] = shifted
  // Most pixels have the colour of the one before.
  let [before, same] = [-1, -1]
  for (let at = 0, x = 0, y = 0; at < indices.length; at++) {
    const red = pixels[4 * at] ?? 0
    const green = pixels[4 * at + 1] ?? 0
    const blue = pixels[4 * at + 2] ?? 0
    const colour = (red << 16) | (green << 8) | blue
    if (colour !== before) {
      before = colour
      const index = nearest(red, green, blue)
      const off = Math.max(
        Math.abs(red - (palette[3 * index] ?? 0)),
        Math.abs(green - (palette[3 * index + 1] ?? 0)),
        Math.abs(blue - (palette[3 * index + 2] ?? 0)),
      )
      same = off <= CLOSE ? index : -1
    }
    if (same >= 0) indices[at] = same
    else {
      const cell = (y & 3) * 4 + (x & 3)
      indices[at] = nearest(red + (reds[cell] ?? 0), green + (greens[cell] ?? 0), blue + (blues[cell] ?? 0))
    }
    if (++x === width) [x, y] = [0, y + 1]
  }
  return { palette, indices }
}

/** Returns the colours of a picture, one for each that is told apart, with how many pixels have it. */
function histogramOf(pixels: Uint8Array): { colours: number[]; counts: number[] } {
  const known = new Int32Array(1 << (3 * BITS)).fill(-1)
  const [colours, counts]: [number[], number[]] = [[], []]
  for (let at = 0; at < pixels.length; at += 4) {
    const [red, green, blue] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0]
    const key = keyOf(red, green, blue)
    let place = known[key] ?? -1
    if (place < 0) {
      place = colours.length
      known[key] = place
      colours.push((red << 16) | (green << 8) | blue)
      counts.push(0)
    }
    counts[place] = (counts[place] ?? 0) + 1
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
  let [total, red, green, blue, reds, greens, blues] = [0, 0, 0, 0, 0, 0, 0]
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
  const known = new Int16Array(1 << (3 * BITS)).fill(-1)
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
    const [r, g, b] = [clamped(red), clamped(green), clamped(blue)]
    const key = keyOf(r, g, b)
    const index = known[key] ?? -1
    if (index >= 0) return index
    const found = search(r, g, b)
    known[key] = found
    return found
  }
}

function clamped(value: number): number {
  const rounded = (value + 0.5) | 0
  return rounded < 0 ? 0 : rounded > 255 ? 255 : rounded
}
