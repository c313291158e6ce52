import { type ByteSource, MissingBytes } from './byte-source.ts'

/** A file that is read asynchronously. */
export interface AsyncFile {
  /** Bytes. */
  readonly size: number
  /** Returns the bytes from `begin` up to `end`; fewer if the file has become shorter. */
  read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>
}

/**
 * Returns a source over such a file. Only the range fetched last is in memory, which is enough to read a file from
 * beginning to end.
 */
export function fetchedSource(file: AsyncFile, cutOff: () => Error): ByteSource {
  let held = { begin: 0, bytes: new Uint8Array() }
  return {
    size: file.size,
    read(begin, end) {
      if (begin < held.begin || end > held.begin + held.bytes.length) throw new MissingBytes(begin, end)
      return held.bytes.subarray(begin - held.begin, end - held.begin)
    },
    async fetch(begin, end) {
      const bytes = await file.read(begin, end)
      if (bytes.length < end - begin) throw cutOff()
      held = { begin, bytes }
    },
  }
}
