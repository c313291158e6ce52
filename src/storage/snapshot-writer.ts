import type { Manifest } from '../contract/snapshots.ts'
import { hex, sha256Hex } from '../digest.ts'
import { LaurelError } from '../errors.ts'
import type { ChunkStore } from './chunk-store.ts'

export interface WriteOptions {
  /** Bytes per chunk. */
  chunkSize: number
  /** Bytes the snapshot may have, after decompression. */
  maxBytes: number
  /** The body is a gzip stream (RFC 1952). */
  gzip: boolean
  /** Chunks that the store holds for certain: they are not sent again. */
  known: ReadonlySet<string>
}

/**
 * Streams a whole snapshot into the store, one chunk in memory at a time, and answers its manifest.
 * @throws LaurelError `snapshot_too_large`, `bad_gzip`, `empty_upload`; chunks already stored stay behind for
 * the collector.
 */
export async function writeSnapshot(
  body: ReadableStream<Uint8Array>,
  store: ChunkStore,
  options: WriteOptions,
): Promise<Manifest> {
  const { chunkSize, maxBytes, gzip, known } = options
  const digest = new crypto.DigestStream('SHA-256')
  const digestWriter = digest.getWriter()
  const manifest = { size: 0, chunk_size: chunkSize, chunks: [] as string[] }
  let chunk = new Uint8Array(chunkSize)
  let filled = 0

  const flush = async () => {
    const bytes = chunk.subarray(0, filled)
    const sha256 = await sha256Hex(bytes)
    if (!known.has(sha256)) await store.put(sha256, bytes)
    manifest.chunks.push(sha256)
    chunk = new Uint8Array(chunkSize)
    filled = 0
  }

  for await (const piece of decoded(body, gzip)) {
    manifest.size += piece.length
    if (manifest.size > maxBytes) throw tooLarge(maxBytes)
    await digestWriter.write(piece)
    for (let taken = 0; taken < piece.length; ) {
      const part = piece.subarray(taken, taken + chunkSize - filled)
      chunk.set(part, filled)
      filled += part.length
      taken += part.length
      if (filled === chunkSize) await flush()
    }
  }
  if (filled > 0) await flush()
  if (manifest.size === 0) {
    throw new LaurelError('empty_upload', 'The upload is empty.', {
      hint: 'Send the bytes of state.db as the body.',
    })
  }
  await digestWriter.close()
  return { ...manifest, sha256: hex(await digest.digest) }
}

/** What `snapshot_too_large` says, also for a length that is only declared. */
export function tooLarge(maxBytes: number): LaurelError {
  const limit = `${Math.floor(maxBytes / 1_048_576)} MiB`
  return new LaurelError('snapshot_too_large', `The history is larger than the ${limit} this server takes.`, {
    hint: 'The limit counts the bytes after decompression.',
  })
}

async function* decoded(body: ReadableStream<Uint8Array>, gzip: boolean): AsyncGenerator<Uint8Array> {
  if (!gzip) {
    yield* body
    return
  }
  const source = body as ReadableStream<Uint8Array<ArrayBuffer>>
  try {
    yield* source.pipeThrough(new DecompressionStream('gzip'))
  } catch (cause) {
    throw new LaurelError('bad_gzip', 'The upload says it is gzip, but it does not decompress.', {
      hint: 'Send it without Content-Encoding, or compress it again: it may have been cut off.',
      cause,
    })
  }
}
