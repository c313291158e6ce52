import { type ByteSource, MissingBytes } from '../../src/snapshot/byte-source.ts'

export interface CountingSource extends ByteSource {
  fetch(begin: number, end: number): Promise<void>
  /** The numbers of the fetched chunks, in order. */
  fetched: number[]
}

/** Returns bytes in chunks, with the `keep` last used in memory, like a history in object storage. */
export function countingSource(bytes: Uint8Array, chunkBytes: number, keep: number): CountingSource {
  const cached = new Set<number>()
  const within = (begin: number, end: number) => {
    const first = Math.floor(begin / chunkBytes)
    return Array.from({ length: Math.ceil(end / chunkBytes) - first }, (_, at) => first + at)
  }
  const use = (chunk: number) => {
    cached.delete(chunk)
    cached.add(chunk)
  }
  return {
    size: bytes.length,
    fetched: [],
    read(begin, end) {
      for (const chunk of within(begin, end)) {
        if (!cached.has(chunk)) throw new MissingBytes(begin, end)
        use(chunk)
      }
      return bytes.subarray(begin, end)
    },
    async fetch(begin, end) {
      for (const chunk of within(begin, end)) {
        if (!cached.has(chunk)) this.fetched.push(chunk)
        use(chunk)
      }
      for (const oldest of cached) {
        if (cached.size <= keep) break
        cached.delete(oldest)
      }
    },
  }
}
