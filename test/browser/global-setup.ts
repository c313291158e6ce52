import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startServer } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the pages under test are served. */
    url: string
  }
}

/** One server for all browser tests. Its slices are tiny, so that a scan takes long enough to be watched. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const persistTo = await mkdtemp(join(tmpdir(), 'laurel-'))
  const server = await startServer({
    persistTo,
    vars: { SLICE_SESSIONS: 2, PARTIAL_VIEW_EVERY_SESSIONS: 10 },
  })
  project.provide('url', server.url)
  return async () => {
    await server.kill()
    await rm(persistTo, { recursive: true, force: true })
  }
}
