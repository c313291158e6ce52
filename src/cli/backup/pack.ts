import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import { createTarPacker, type TarPackController } from 'modern-tar'
import { HEAD, type Head, SUMS, sumsText } from './archive.ts'
import type { Instant } from './instant.ts'

/** Readable by its owner only, wherever it is unpacked. */
const MODE = 0o600
/** Bytes read at a time. */
const PART_BYTES = 256 * 1024

/**
 * Writes a backup of an instant.
 * @param onBytes called with the number of bytes of each part that was read
 */
export async function pack(
  { folder, files, takenAt }: Pick<Instant, 'folder' | 'files' | 'takenAt'>,
  head: Head,
  out: NodeJS.WritableStream,
  { signal, onBytes }: { signal: AbortSignal; onBytes(bytes: number): void },
): Promise<void> {
  const { readable, controller } = createTarPacker()
  const sums = new Map<string, string>()
  const add = async (name: string, size: number, parts: AsyncIterable<Uint8Array> | Uint8Array[]) => {
    sums.set(name, await entry(controller, { name, size, mode: MODE, mtime: new Date(takenAt) }, parts))
  }
  const addText = (name: string, text: string) => add(name, Buffer.byteLength(text), [Buffer.from(text)])
  const fill = async () => {
    await addText(HEAD, `${JSON.stringify(head)}\n`)
    for (const [path, { bytes }] of files) {
      await add(
        path,
        bytes,
        counted(createReadStream(join(folder, path), { highWaterMark: PART_BYTES }), onBytes),
      )
    }
    await addText(SUMS, sumsText(sums))
    controller.finalize()
  }
  // Fast: most of it is text in databases, and the machine has visitors to serve.
  const gzip = createGzip({ level: constants.Z_BEST_SPEED })
  const [written] = await Promise.allSettled([
    pipeline(readable.values(), gzip, out, { signal }),
    fill().catch((error: unknown) => controller.error(error)),
  ])
  if (written.status === 'rejected') throw written.reason
}

/** Returns its SHA-256. */
async function entry(
  controller: TarPackController,
  header: Parameters<TarPackController['add']>[0],
  parts: AsyncIterable<Uint8Array> | Uint8Array[],
): Promise<string> {
  const hash = createHash('sha256')
  const writer = controller.add(header).getWriter()
  for await (const part of parts) {
    hash.update(part)
    await writer.write(part)
  }
  await writer.close()
  return hash.digest('hex')
}

async function* counted(parts: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void) {
  for await (const part of parts) {
    yield part
    onBytes(part.byteLength)
  }
}
