import { channels } from './palette.ts'
import { chunk, PNG_SIGNATURE } from './png-chunks.ts'

/** Returns a PNG of one colour (PNG specification, third edition): the last resort if nothing can be drawn. */
export async function plainPng(
  width: number,
  height: number,
  colour: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const [red, green, blue] = channels(colour)
  // One bit per pixel, always the first colour of the palette; each row begins with filter type 0, none.
  const rows = new Uint8Array((1 + Math.ceil(width / 8)) * height)
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, width)
  header.setUint32(4, height)
  header.setUint8(8, 1)
  header.setUint8(9, 3)
  const palette = Uint8Array.from([red, green, blue], (share) => Math.round(share * 255))
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
