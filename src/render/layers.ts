/** A picture in two layers: a ground of soft light, without an edge in it, and what stands on it. */

/** Encloses the ground in the SVG. */
const [START, END] = ['<g class="ground">', '</g>'] as const

/** Marks the ground of a picture. It may hold no groups of its own. */
export function groundLayer(markup: string): string {
  return START + markup + END
}

export interface Layers {
  /** SVGs of the same size. */
  ground: string
  figures: string
}

/** Returns the layers of a picture; null if it has no ground of its own. */
export function layersOf(svg: string): Layers | null {
  const start = svg.indexOf(START)
  if (start < 0) return null
  const end = svg.indexOf(END, start) + END.length
  // Definitions stand before, and serve both.
  return { ground: `${svg.slice(0, end)}</svg>`, figures: svg.slice(0, start) + svg.slice(end) }
}

export interface Bitmap {
  /** Red, green, blue and alpha of each pixel; colours are multiplied by alpha. */
  pixels: Uint8Array
  width: number
  height: number
}

/** Steps between two pixels of a ground that is enlarged. */
const STEPS = 256

/**
 * Draws figures over a ground that may be smaller: it is enlarged between its pixels, which light without edges bears.
 * The result is opaque.
 */
export function composed(figures: Bitmap, ground: Bitmap): Uint8Array {
  const { width, height } = figures
  const above = wordsOf(figures.pixels)
  const shown = new Uint32Array(above.length)
  const across = spread(width, ground.width)
  const down = spread(height, ground.height)
  const row = new Int32Array(3 * (ground.width + 1))
  for (let y = 0, at = 0; y < height; y++) {
    between(ground, down.place[y] ?? 0, down.share[y] ?? 0, row)
    for (let x = 0; x < width; x++, at++) {
      const word = above[at] ?? 0
      const through = 255 - (word >>> 24)
      if (through === 0) {
        shown[at] = word
        continue
      }
      const left = 3 * (across.place[x] ?? 0)
      const share = across.share[x] ?? 0
      let red = mixed(row[left] ?? 0, row[left + 3] ?? 0, share)
      let green = mixed(row[left + 1] ?? 0, row[left + 4] ?? 0, share)
      let blue = mixed(row[left + 2] ?? 0, row[left + 5] ?? 0, share)
      if (through < 255) {
        red = (word & 255) + Math.round((red * through) / 255)
        green = ((word >> 8) & 255) + Math.round((green * through) / 255)
        blue = ((word >> 16) & 255) + Math.round((blue * through) / 255)
      }
      shown[at] = (255 << 24) | (blue << 16) | (green << 8) | red
    }
  }
  return new Uint8Array(shown.buffer)
}

/** Mixes two values that are multiplied by `STEPS`, and rounds the result to a whole one. */
function mixed(first: number, second: number, share: number): number {
  return (first * STEPS + (second - first) * share + (STEPS * STEPS) / 2) >> 16
}

/** Fills a row with what lies between two of a ground, multiplied by `STEPS`; its last pixel stands twice. */
function between(ground: Bitmap, first: number, share: number, row: Int32Array): void {
  const upper = 4 * first * ground.width
  const lower = 4 * Math.min(first + 1, ground.height - 1) * ground.width
  for (let x = 0; x <= ground.width; x++) {
    const from = 4 * Math.min(x, ground.width - 1)
    for (let channel = 0; channel < 3; channel++) {
      const value = ground.pixels[upper + from + channel] ?? 0
      row[3 * x + channel] = value * STEPS + ((ground.pixels[lower + from + channel] ?? 0) - value) * share
    }
  }
}

/** For each pixel of a side, the one of the smaller side before its middle, and how many steps it is from that. */
function spread(length: number, smaller: number): { place: Uint16Array; share: Uint16Array } {
  const [place, share] = [new Uint16Array(length), new Uint16Array(length)]
  for (let at = 0; at < length; at++) {
    const exact = Math.max(0, ((at + 0.5) * smaller) / length - 0.5)
    place[at] = Math.floor(exact)
    share[at] = Math.floor((exact - Math.floor(exact)) * STEPS)
  }
  return { place, share }
}

/** Returns pixels as numbers of red, green, blue and alpha from the lowest byte on. */
export function wordsOf(pixels: Uint8Array): Uint32Array {
  const aligned = pixels.byteOffset % 4 === 0 ? pixels : pixels.slice()
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4)
}
