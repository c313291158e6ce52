import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { createServer } from 'node:net'

const WRANGLER = 'node_modules/wrangler/bin/wrangler.js'

export interface LaurelServer {
  /** Without a slash at the end. */
  url: string
  /** The process group of wrangler and its workerd. */
  processGroup: number
  /** Ends the server at once, like a crash: nothing gets to finish. */
  kill(): Promise<void>
}

export interface ServerOptions {
  /** Where R2, D1 and objects are stored. A server started with the same folder continues with them. */
  persistTo: string
  /** Settings to override. */
  vars?: Record<string, string | number>
  /** File for the server's output, which is otherwise discarded. */
  log?: string
}

/** Starts Laurel on workerd like `npm start`, on a free port, and waits until it responds. */
export async function startServer({ persistTo, vars = {}, log }: ServerOptions): Promise<LaurelServer> {
  const port = await freePort()
  const overrides = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`])
  const folder = ['--persist-to', persistTo]
  // A port of its own, since servers that start at the same time would take the same one.
  const inspector = ['--inspector-port', String(await freePort())]
  const server = wrangler(
    ['dev', '--test-scheduled', '--port', String(port), ...inspector, ...folder, ...overrides],
    log,
  )
  const url = `http://localhost:${port}`
  await answers(url, server)
  if (server.pid === undefined) throw new Error('the server has no process')
  const processGroup = server.pid
  return {
    url,
    processGroup,
    async kill() {
      // It may have ended or been killed already.
      if (server.exitCode !== null || server.signalCode !== null) return
      const gone = once(server, 'exit')
      process.kill(-processGroup, 'SIGKILL')
      await gone
    },
  }
}

function wrangler(args: string[], log?: string): ChildProcess {
  const output = log === undefined ? 'ignore' : openSync(log, 'a')
  const stdio = ['ignore', output, output] as const
  return spawn(process.execPath, [WRANGLER, ...args], { stdio: [...stdio], detached: true })
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the server ended with status ${server.exitCode}`)
    const response = await fetch(`${url}/healthz`).catch(() => null)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0)
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
