import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { SETTINGS } from '../../../src/config.ts'
import { PAGE_BYTES } from './history.ts'

const CHUNK_BYTES = SETTINGS.CHUNK_BYTES.value

/** The differences between two versions of a file. */
export interface Differences {
  pages: number
  pagesInAll: number
  /** Chunks that contain such pages, and their bytes. */
  chunks: number
  chunkBytes: number
}

export function differences(before: string, after: string): Differences {
  const [old, now] = [openSync(before, 'r'), openSync(after, 'r')]
  const size = fstatSync(now).size
  const found: Differences = { pages: 0, pagesInAll: Math.ceil(size / PAGE_BYTES), chunks: 0, chunkBytes: 0 }
  const [oldChunk, newChunk] = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)]
  for (let offset = 0; offset < size; offset += CHUNK_BYTES) {
    const oldBytes = oldChunk.subarray(0, readSync(old, oldChunk, 0, CHUNK_BYTES, offset))
    const newBytes = newChunk.subarray(0, readSync(now, newChunk, 0, CHUNK_BYTES, offset))
    if (oldBytes.equals(newBytes)) continue
    found.chunks++
    found.chunkBytes += newBytes.length
    for (let page = 0; page < newBytes.length; page += PAGE_BYTES) {
      const end = page + PAGE_BYTES
      if (!oldBytes.subarray(page, end).equals(newBytes.subarray(page, end))) found.pages++
    }
  }
  closeSync(old)
  closeSync(now)
  return found
}
