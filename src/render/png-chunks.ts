/** The chunks of a PNG (PNG specification, third edition, section 5). */

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** Returns a chunk: length, type, data and checksum. */
export function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  bytes.set(new TextEncoder().encode(type), 4)
  bytes.set(data, 8)
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)))
  return bytes
}

export interface Chunk {
  type: string
  data: Uint8Array
  /** Byte range of the whole chunk. */
  start: number
  end: number
}

/** Yields the chunks of a picture in order, until it ends or is broken; nothing if it is not a PNG. */
export function* chunksOf(png: Uint8Array): Generator<Chunk> {
  if (PNG_SIGNATURE.some((byte, at) => png[at] !== byte)) return
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  let start = PNG_SIGNATURE.length
  while (start + 12 <= png.length) {
    const end = start + 12 + view.getUint32(start)
    if (end > png.length) return
    const type = String.fromCharCode(...png.subarray(start + 4, start + 8))
    yield { type, data: png.subarray(start + 8, end - 4), start, end }
    start = end
  }
}

/** For each byte, what it does to a checksum (PNG specification, annex D). */
const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  return crc
})

/** Returns the CRC-32 of PNG (annex D of the specification). */
export function crc32(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 255] ?? 0)
  return ~crc >>> 0
}
