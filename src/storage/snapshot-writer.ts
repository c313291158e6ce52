import type { Manifest } from '../contract/snapshots.ts'
import { hex, sha256Hex } from '../digest.ts'
import { LaurelError } from '../errors.ts'
import { gunzip } from './gunzip.ts'

export interface WriteOptions {
  /** Bytes per chunk. */
  chunkSize: number
  /** Maximum size of the snapshot after decompression. Unit: bytes. */
  maxBytes: number
  /** How many times as large as its distinct chunks the snapshot may be. */
  maxRepeats: number
  /** The body is a gzip stream (RFC 1952). */
  gzip: boolean
  /** Chunks known to be stored: they are not sent again. */
  known: ReadonlySet<string>
  /** Checks the first chunk before anything is stored; throws to refuse the upload. */
  checkStart: (chunk: Uint8Array) => void
}

/**
 * Streams a whole snapshot into the store, one chunk in memory at a time and each chunk once, and returns its manifest.
 * @throws LaurelError `snapshot_too_large`, `bad_gzip`, `upload_cut_off`, `empty_upload`, and what `checkStart` and
 * `store` throw; chunks already stored are left to the collector
 */
export async function writeSnapshot(
  body: ReadableStream<Uint8Array>,
  store: (sha256: string, chunk: Uint8Array) => Promise<void>,
  options: WriteOptions,
): Promise<Manifest> {
  const { chunkSize, maxBytes, maxRepeats, gzip, checkStart } = options
  const stored = new Set(options.known)
  const distinct = new Set<string>()
  const digest = new crypto.DigestStream('SHA-256')
  const digestWriter = digest.getWriter()
  const manifest = { size: 0, chunk_size: chunkSize, chunks: [] as string[] }
  const chunk = new Uint8Array(chunkSize)
  let filled = 0

  const flush = async () => {
    const bytes = chunk.subarray(0, filled)
    if (manifest.chunks.length === 0) checkStart(bytes)
    const sha256 = await sha256Hex(bytes)
    distinct.add(sha256)
    if (manifest.chunks.push(sha256) > distinct.size * maxRepeats) throw mostlyEmpty()
    if (!stored.has(sha256)) await store(sha256, bytes)
    stored.add(sha256)
    filled = 0
  }

  const write = async (piece: Uint8Array) => {
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

  for await (const piece of decoded(body, gzip)) await write(piece)
  if (filled > 0) await flush()
  if (manifest.size === 0) throw emptyUpload()
  await digestWriter.close()
  return { ...manifest, sha256: hex(await digest.digest) }
}

/** Returns the error `snapshot_too_large`, also for a declared length. */
export function tooLarge(maxBytes: number): LaurelError {
  const limit = `${Math.floor(maxBytes / 1_048_576)} MiB`
  return new LaurelError('snapshot_too_large', `The history is larger than the limit of ${limit}.`, {
    hint: 'The limit counts the bytes after decompression.',
  })
}

/** Returns the error for a history of repeated chunks, which takes far more to read than to send. */
export function mostlyEmpty(): LaurelError {
  return new LaurelError('snapshot_too_large', 'The history is almost nothing but repeated bytes.', {
    hint: 'Report it instead: “laurel push” without --upload.',
  })
}

export function emptyUpload(): LaurelError {
  return new LaurelError('empty_upload', 'The upload is empty.', {
    hint: 'Send the bytes of state.db as the body.',
  })
}

async function* decoded(body: ReadableStream<Uint8Array>, gzip: boolean): AsyncGenerator<Uint8Array> {
  const source = body.values({ preventCancel: true })
  try {
    yield* gzip ? gunzip(source) : source
  } catch (cause) {
    throw gzip
      ? new LaurelError('bad_gzip', 'The upload is marked as gzip but can’t be decompressed.', {
          hint: 'Send it without Content-Encoding, or compress it again: it may have been cut off.',
          cause,
        })
      : new LaurelError('upload_cut_off', 'The upload was cut off.', { hint: 'Send it again.', cause })
  }
}
