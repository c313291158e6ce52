import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProfile, scan } from './api.ts'
import { startServer } from './server.ts'

export interface SamplePage {
  /** Without a slash at the end. */
  url: string
  handle: string
  ownerKey: string
}

/** Starts a server with a public page of the sample history, which is scanned, and ends it after `use`. */
export async function withSamplePage(use: (sample: SamplePage) => Promise<void>): Promise<void> {
  const handle = 'ada'
  const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
  const server = await startServer({ data: join(folder, 'state') })
  try {
    const ownerKey = await createProfile(server.url, handle)
    await scan(server.url, handle, ownerKey, 'sample')
    await use({ url: server.url, handle, ownerKey })
  } finally {
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}
