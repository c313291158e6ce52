import type { Random } from '../fixtures/random.ts'
import { pageOf, pageSizeOf } from './b-trees.ts'

/** Damages a file, in place or not, and returns it. */
export type Damage = (bytes: Uint8Array, random: Random) => Uint8Array

const flipBits: Damage = (bytes, random) => {
  for (let left = random.int(1, 8); left > 0; left--) {
    const at = random.int(0, bytes.length - 1)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(0, 7))
  }
  return bytes
}

/** The first bytes of pages hold their type and pointers. */
const overwriteHeads: Damage = (bytes, random) => {
  const pages = bytes.length / pageSizeOf(bytes)
  for (let left = random.int(1, 4); left > 0; left--) {
    const number = random.int(1, pages)
    const at = random.int(number === 1 ? 100 : 0, number === 1 ? 140 : 40)
    pageOf(bytes, number)[at] = random.pick([0, 1, 2, 5, 10, 13, 127, 128, 255, random.int(0, pages)])
  }
  return bytes
}

const overwriteHeader: Damage = (bytes, random) => {
  bytes[random.int(16, 99)] = random.pick([0, 1, 2, 4, 127, 128, 255])
  return bytes
}

const swapPages: Damage = (bytes, random) => {
  const pages = bytes.length / pageSizeOf(bytes)
  for (let left = random.int(1, 3); left > 0; left--) {
    const [one, other] = [pageOf(bytes, random.int(2, pages)), pageOf(bytes, random.int(2, pages))]
    const kept = one.slice()
    one.set(other)
    other.set(kept)
  }
  return bytes
}

const copyPages: Damage = (bytes, random) => {
  const pages = bytes.length / pageSizeOf(bytes)
  pageOf(bytes, random.int(2, pages)).set(pageOf(bytes, random.int(2, pages)))
  return bytes
}

const blankPages: Damage = (bytes, random) => {
  pageOf(bytes, random.int(2, bytes.length / pageSizeOf(bytes))).fill(random.pick([0, 255]))
  return bytes
}

/** Removes complete pages, so that it is not refused for its length alone, or any number of bytes. */
const cut: Damage = (bytes, random) => {
  const size = random.chance(0.2) ? 1 : pageSizeOf(bytes)
  const shorter = bytes.slice(0, random.int(1, bytes.length / size) * size)
  if (shorter.length > 100) new DataView(shorter.buffer).setUint32(92, 0)
  return shorter
}

export const DAMAGES = [flipBits, overwriteHeads, overwriteHeader, swapPages, copyPages, blankPages, cut]
