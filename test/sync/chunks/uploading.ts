import { UploadApi } from '../../../src/sync/chunks/upload-api.ts'
import { type UploadOptions, uploadSnapshot } from '../../../src/sync/chunks/upload-snapshot.ts'
import type { RetryPolicy } from '../../../src/sync/retry.ts'
import type { LiveFiles } from './live-files.ts'
import { type MemoryServer, ORIGIN } from './memory-server.ts'

/** Small, so that short files have many chunks. */
export const CHUNK = 16

export const POLICY: RetryPolicy = { attempts: 4, baseMs: 1, maxMs: 1, patienceMs: 1 }

export function apiOf(server: MemoryServer, ownerKey = 'key'): UploadApi {
  return new UploadApi({ server: ORIGIN, handle: 'ada', source: 'default', ownerKey }, server.fetch)
}

export function optionsFor(files: LiveFiles, more: Partial<UploadOptions> = {}): UploadOptions {
  return {
    history: files.files,
    chunkSize: CHUNK,
    parallel: 3,
    retries: POLICY,
    pause: async () => undefined,
    ...more,
  }
}

export function upload(server: MemoryServer, files: LiveFiles, more: Partial<UploadOptions> = {}) {
  return uploadSnapshot(apiOf(server), optionsFor(files, more))
}
