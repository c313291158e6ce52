import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createProfile } from '../../browser/api.ts'
import { startServer } from '../../browser/server.ts'
import { CountingProxy } from './counting-proxy.ts'
import { Journey } from './journey.ts'
import { MemoryWatch } from './memory-watch.ts'
import { Report } from './report.ts'

/**
 * `npm run journey -- [--gb 2.5]`: takes a large history all the way, from its file through a client that is killed
 * twice to the figures of a local server, and again after one page in a hundred has changed. Exits with 1 if any claim
 * does not hold.
 */
const { values } = parseArgs({ options: { gb: { type: 'string', default: '2.5' } } })
const bytes = Number(values.gb) * 1e9
if (!(bytes >= 10e6)) throw new Error('--gb takes a size in GB, 0.01 at least.')

const HANDLE = 'journey'
/** Exit status of a process that SIGINT ended. */
const INTERRUPTED = 130
const folder = mkdtempSync(join(tmpdir(), 'laurel-journey-'))
const report = new Report()
/** What must end before the folder can be deleted. */
const running: (() => Promise<void> | void)[] = []

async function end(): Promise<void> {
  for (const stop of running.splice(0)) await stop()
  rmSync(folder, { recursive: true, force: true })
}
// The server is in a process group of its own: it would survive, and so would some GB.
process.once('SIGINT', () => void end().finally(() => process.exit(INTERRUPTED)))

try {
  report.say('the server starts')
  const server = await startServer({ data: join(folder, 'server') })
  const memory = new MemoryWatch((await server.runtime()).pid)
  const proxy = new CountingProxy(server.url)
  running.push(
    () => memory.stop(),
    () => proxy.close(),
    () => server.kill(),
  )
  const ownerKey = await createProfile(server.url, HANDLE)
  const page = { server: server.url, handle: HANDLE, ownerKey }
  const journey = new Journey({ folder, page, proxy, pushTo: await proxy.listen(), memory, report })
  await journey.firstVersion(bytes)
  await journey.secondVersion()
  await journey.reading()
} finally {
  await end()
  process.stdout.write(`${report}\n`)
}
if (report.failed > 0) process.exitCode = 1
