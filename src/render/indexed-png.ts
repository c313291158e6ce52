import { channels } from './palette.ts'
import { chunk, PNG_SIGNATURE } from './png-chunks.ts'

/** PNGs whose pixels are places in a palette (PNG specification, third edition). */

interface Indexed {
  width: number
  height: number
  /** Bits of a pixel. */
  depth: 1 | 8
  /** Red, green and blue of each colour. */
  palette: Uint8Array
  /** Each begins with its filter type. */
  rows: Uint8Array<ArrayBuffer>
}

/** Returns a picture of 8 bits for each pixel. `indices`: of each pixel, from the upper left. */
export function indexedPng(
  width: number,
  height: number,
  palette: Uint8Array,
  indices: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  // Filter type 0, none: others are for shades, of which indices are none.
  const rows = new Uint8Array((1 + width) * height)
  for (let y = 0; y < height; y++) {
    rows.set(indices.subarray(y * width, (y + 1) * width), y * (1 + width) + 1)
  }
  return written({ width, height, depth: 8, palette, rows })
}

/** Returns a PNG of one colour: the last resort if nothing can be drawn. */
export function plainPng(width: number, height: number, colour: string): Promise<Uint8Array<ArrayBuffer>> {
  const [red, green, blue] = channels(colour)
  const palette = Uint8Array.from([red, green, blue], (share) => Math.round(share * 255))
  // Always the first colour; filter type 0, none.
  const rows = new Uint8Array((1 + Math.ceil(width / 8)) * height)
  return written({ width, height, depth: 1, palette, rows })
}

async function written({ width, height, depth, palette, rows }: Indexed): Promise<Uint8Array<ArrayBuffer>> {
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, width)
  header.setUint32(4, height)
  header.setUint8(8, depth)
  header.setUint8(9, 3)
  const parts = [
    PNG_SIGNATURE,
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('PLTE', palette),
    chunk('IDAT', await deflated(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

/** Compresses to the zlib format (RFC 1950), which PNG requires. */
async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
