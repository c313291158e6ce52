import { mkdtemp, readFile, rm } from 'node:fs/promises'
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

/** How long a server that is well may take to say so. Unit: ms. */
const ANSWERS_WITHIN = 10_000
/** Of what a dead server said last. Unit: characters. */
const LAST_WORDS = 4_000

/** One server for all browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
  const log = join(folder, 'server.log')
  const server = await startServer({
    persistTo: join(folder, 'state'),
    log,
  })
  project.provide('url', server.url)
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

/** Whether the server still serves: `wrangler dev` keeps requests waiting without end when its workerd has died. */
async function answers(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(ANSWERS_WITHIN)
  return fetch(`${url}/healthz`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  )
}
