import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { Engine } from './engines.ts'
import { startServer } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of the pages under test: its origin, the folder of its stores, and its log file. */
    server: { url: string; stores: string; log: string }
    /** What the pages are shown by. */
    engine: Engine
  }
}

/** How long a healthy server may take to respond. Unit: ms. */
const ANSWERS_WITHIN = 10_000
/** How much is shown of a dead server's last output. Unit: characters. */
const LAST_WORDS = 4_000

/** Builds what is served, and starts one server for all browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
  const log = join(folder, 'server.log')
  const stores = join(folder, 'state')
  if (await isStale()) execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' })
  const server = await startServer({ data: stores, log })
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

/** What the server is built from, and the file that its build writes last. */
const SOURCES = ['src', 'functions', 'wrangler.toml', 'package-lock.json']
const BUILT = 'dist/server/THIRD-PARTY.txt'

/** Whether a source has changed since the server was built. */
async function isStale(): Promise<boolean> {
  const built = await stat(BUILT).catch(() => null)
  const listed = await Promise.all(
    SOURCES.map(async (source) => {
      const isFolder = (await stat(source)).isDirectory()
      const within = isFolder ? await readdir(source, { recursive: true }) : []
      return [source, ...within.map((name) => join(source, name))]
    }),
  )
  const times = await Promise.all(listed.flat().map(async (path) => (await stat(path)).mtimeMs))
  return built === null || Math.max(...times) > built.mtimeMs
}

/** Whether the server still responds. */
async function answers(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(ANSWERS_WITHIN)
  return fetch(`${url}/healthz`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  )
}
