import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startServer } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of the pages under test: its origin, the folder of its stores, and its log file. */
    server: { url: string; stores: string; log: string }
  }
}

/** How long a healthy server may take to respond. Unit: ms. */
const ANSWERS_WITHIN = 10_000
/** How much is shown of a dead server's last output. Unit: characters. */
const LAST_WORDS = 4_000

/** One server for all browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
  const log = join(folder, 'server.log')
  const stores = join(folder, 'state')
  const server = await startServer({ persistTo: stores, log })
  project.provide('server', { url: server.url, stores, log })
  return async () => {
    if (!(await answers(server.url))) {
      const said = await readFile(log, 'utf8')
      console.error(
        `The server of the browser tests no longer answers. It said last:\n${said.slice(-LAST_WORDS)}`,
      )
    }
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whether the server still responds: if its workerd has died, `wrangler dev` keeps requests waiting for ever. */
async function answers(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(ANSWERS_WITHIN)
  return fetch(`${url}/healthz`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  )
}
