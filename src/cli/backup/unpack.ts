import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar'
import { LaurelError } from '../../errors.ts'
import { FOLDER_MODE } from '../serve/data-folder.ts'
import { damaged, HEAD, type Head, isStorePath, readHead, SUMS, sumsText } from './archive.ts'

const FILE_MODE = 0o600
/** A head has 200 bytes. */
const HEAD_MAX_BYTES = 10_000
/** A line of the sums: 64 digits, two spaces, and a path. Unit: bytes. */
const SUM_MAX_BYTES = 1_000

export interface Unpacking {
  signal: AbortSignal
  /** Called with the head before anything is written; what it throws ends it. */
  onHead(head: Head): void
  /** Called with the number of bytes of each part that was written. */
  onBytes(bytes: number): void
}

/**
 * Unpacks a backup into an empty folder, and checks that it is whole. Returns its head.
 * @throws LaurelError `data_folder` if it is damaged or cut off; errors of the system. What was written stays
 */
export async function unpack(
  source: NodeJS.ReadableStream,
  folder: string,
  unpacking: Unpacking,
): Promise<Head> {
  const { readable, writable } = createTarDecoder({ strict: true })
  const writer = writable.getWriter()
  const feed = async (parts: AsyncIterable<Uint8Array>) => {
    for await (const part of parts) await writer.write(part)
    await writer.close()
  }
  const fed = pipeline(source, createGunzip(), feed, { signal: unpacking.signal }).catch(async (error) => {
    await writer.abort(error)
    throw error
  })
  const [read, taken] = await Promise.allSettled([entriesTo(folder, readable, unpacking), fed])
  if (read.status === 'rejected') throw isOurs(read.reason) ? read.reason : damaged(read.reason)
  if (taken.status === 'rejected') throw isOurs(taken.reason) ? taken.reason : damaged(taken.reason)
  return read.value
}

async function entriesTo(
  folder: string,
  entries: ReadableStream<ParsedTarEntry>,
  { onHead, onBytes }: Unpacking,
): Promise<Head> {
  const sums = new Map<string, string>()
  let head: Head | null = null
  let given: string | null = null
  let bytes = 0
  for await (const { header, body } of entries) {
    const { name, type, size } = header
    if (type !== 'file' || given !== null) throw damaged()
    if (head === null) {
      const text = await textOf(body, name === HEAD && size <= HEAD_MAX_BYTES)
      head = readHead(text)
      onHead(head)
      sums.set(HEAD, createHash('sha256').update(text).digest('hex'))
    } else if (name === SUMS) given = await textOf(body, size <= sums.size * SUM_MAX_BYTES)
    else {
      bytes += size
      if (!isStorePath(name) || sums.has(name) || bytes > head.bytes) throw damaged()
      sums.set(name, await written(join(folder, name), body, onBytes))
    }
  }
  if (head === null || given !== sumsText(sums)) throw damaged()
  if (sums.size !== head.files + 1 || bytes !== head.bytes) throw damaged()
  return head
}

async function textOf(body: ReadableStream<Uint8Array>, isExpected: boolean): Promise<string> {
  if (!isExpected) throw damaged()
  return new Response(body).text()
}

/** Writes a new file down to the disk, and returns its SHA-256. */
async function written(
  path: string,
  body: ReadableStream<Uint8Array>,
  onBytes: Unpacking['onBytes'],
): Promise<string> {
  mkdirSync(dirname(path), { recursive: true, mode: FOLDER_MODE })
  const file = await open(path, 'wx', FILE_MODE)
  try {
    const hash = createHash('sha256')
    for await (const part of body) {
      hash.update(part)
      await file.writeFile(part)
      onBytes(part.byteLength)
    }
    await file.sync()
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}

/** Whether an error is ours or the system’s. Those of zlib and of the tar reader mean that the backup is damaged. */
function isOurs(error: unknown): boolean {
  return error instanceof LaurelError || (error instanceof Error && 'syscall' in error)
}
