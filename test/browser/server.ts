import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { RuntimeNote } from '../../src/cli/serve/process-mark.ts'

export interface LaurelServer {
  /** Without a slash at the end. */
  url: string
  /** The supervisor’s process id. */
  pid: number
  /** What it says of its runtime, the workerd that it runs now. */
  runtime(): Promise<RuntimeNote>
  /** Ends the server at once, like a crash: nothing gets to finish. */
  kill(): Promise<void>
  /** Ends it as a service manager does, and returns its exit status. */
  stop(): Promise<number | null>
}

export interface ServerOptions {
  /** The server’s folder. One started with the same continues with what is stored there. */
  data: string
  /** Settings to override. */
  vars?: Record<string, string | number>
  /** File for the server’s output. */
  log?: string
  /** Called with each event that it logs. */
  onEvent?: (event: ServerEvent) => void
  /** The folder that it is started in. */
  cwd?: string
  options?: string[]
  /** The command line tool that runs it; by default the built one. */
  laurel?: string
}

export type ServerEvent = { event: string } & Record<string, unknown>

/** Temporary files are in memory, where there is less room than an operator is asked to leave. */
const RESERVE = { DISK_RESERVE_BYTES: 1 }

/** Starts `laurel serve` on a free port, as it was built, and waits until it listens. */
export async function startServer(given: ServerOptions): Promise<LaurelServer> {
  const { data, vars = {}, log, onEvent, cwd = '.', options = [], laurel = 'dist/laurel.js' } = given
  const settings = Object.entries({ ...RESERVE, ...vars }).map(([name, value]) => `--set=${name}=${value}`)
  const args = ['serve', '--port', '0', '--log', 'json', '--data', resolve(data), ...settings, ...options]
  const server = spawn(process.execPath, [resolve(laurel), ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  const file = log === undefined ? undefined : createWriteStream(log, { flags: 'a' })
  server.stderr.on('data', (part) => {
    said.push(String(part))
    file?.write(part)
  })
  const ended = once(server, 'exit').then(([status]) => status as number | null)
  const url = await new Promise<string>((listening, failed) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      file?.write(`${line}\n`)
      const event = JSON.parse(line) as ServerEvent
      onEvent?.(event)
      if (event.event === 'listening') listening(`http://localhost:${event.port}`)
    })
    void ended.then((status) => failed(new Error(`the server ended with ${status}: ${said.join('')}`)))
  })
  const { pid } = server
  if (pid === undefined) throw new Error('the server has no process')
  const end = (signal: NodeJS.Signals) => {
    // It may have ended already.
    if (server.exitCode === null && server.signalCode === null) server.kill(signal)
    return ended
  }
  return {
    url,
    pid,
    runtime: async () => JSON.parse(await readFile(resolve(data, 'runtime.pid'), 'utf8')) as RuntimeNote,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  }
}
