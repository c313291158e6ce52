import { downloadZip } from 'client-zip'
import type { FileManifest } from '../../src/contract/snapshots.ts'
import type { ChunkStore } from '../../src/storage/chunk-store.ts'
import type { ArchiveParts } from '../profile/services/archive.ts'

/**
 * Returns everything as one ZIP archive (APPNOTE 6.3.10, stored, ZIP64 if it is large), streamed: `documents` and
 * `streams` as JSON by file name, and each history as its agent has it, next to its log.
 */
export function archive(
  { documents, histories }: ArchiveParts,
  streams: Readonly<Record<string, ReadableStream<Uint8Array>>>,
  chunks: ChunkStore,
): ReadableStream<Uint8Array> {
  const { body } = downloadZip(entries())
  if (!body) throw new Error('an archive has a body')
  return body

  async function* entries() {
    for (const [name, input] of Object.entries(documents)) yield { name, input }
    for (const [name, input] of Object.entries(streams)) yield { name, input }
    for (const { source, manifest } of histories) {
      yield fileEntry(`histories/${source}/state.db`, manifest)
      if (manifest.wal) yield fileEntry(`histories/${source}/state.db-wal`, manifest.wal)
    }
  }

  function fileEntry(name: string, manifest: FileManifest) {
    return { name, input: fileStream(chunks, manifest), size: BigInt(manifest.size) }
  }
}

/** Streams a stored file, chunk by chunk on demand. */
function fileStream(chunks: ChunkStore, manifest: FileManifest): ReadableStream<Uint8Array> {
  let index = 0
  return new ReadableStream({
    async pull(controller) {
      const begin = index * manifest.chunk_size
      if (begin >= manifest.size) return controller.close()
      const length = Math.min(manifest.chunk_size, manifest.size - begin)
      controller.enqueue(await chunks.get(manifest, index, { offset: 0, length }))
      index++
    },
  })
}
