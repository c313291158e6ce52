const CENTRAL = 0x02014b50
const END = 0x06054b50
/** Where a size or an offset is said in the ZIP64 field instead. */
const ELSEWHERE = 0xffffffff
const ZIP64 = 1

/** The files of a ZIP archive that stores them uncompressed (APPNOTE 6.3.10 sections 4.3.12 and 4.5.3), by name. */
export function filesInZip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([END & 255, (END >> 8) & 255, (END >> 16) & 255, END >> 24]))
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  while (at < end && zip.readUInt32LE(at) === CENTRAL) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field))
    const names = at + 46
    const extras = names + (nameLength ?? 0)
    const name = zip.toString('utf8', names, extras)
    const long = longFields(zip.subarray(extras, extras + (extraLength ?? 0)))
    // In this order, those that are needed: size, compressed size, offset.
    const [size = 0, , offset = 0] = [24, 20, 42].map((field) => {
      const short = zip.readUInt32LE(at + field)
      return short === ELSEWHERE ? (long.shift() ?? 0) : short
    })
    const body = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28)
    files.set(name, zip.subarray(body, body + size))
    at = extras + (extraLength ?? 0) + (commentLength ?? 0)
  }
  return files
}

function longFields(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64) continue
    const count = extra.readUInt16LE(at + 2) >> 3
    return Array.from({ length: count }, (_, index) => Number(extra.readBigUInt64LE(at + 4 + index * 8)))
  }
  return []
}
