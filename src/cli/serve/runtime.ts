import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { STARTS_WITHIN_MS } from './limits.ts'
import { Operations } from './operations.ts'

export interface RuntimeOptions {
  /** The program, and the configuration that `functions/front/build-server.ts` wrote. */
  workerd: string
  config: string
  /** Where it listens; port 0 is a free one. An IPv6 address is in brackets. */
  host: string
  port: number
  /** Path of the Unix socket for `Operations`. */
  socket: string
  /** Where each of its stores is, by the name of its service. */
  folders: Readonly<Record<string, string>>
  /** Variables of the Worker. */
  variables: Readonly<Record<string, string>>
  /** Called with each line that it writes. */
  onLine(line: string): void
}

/** The first descriptor that is free: workerd writes to it where it listens. */
const CONTROL = 3

/** What the runtime needs of the environment to check the certificates of others. */
const CERTIFICATES = ['SSL_CERT_FILE', 'SSL_CERT_DIR']

/** One run of workerd. */
export class Runtime {
  readonly pid: number
  readonly port: number
  readonly operations: Operations
  /** Resolves when it has ended. */
  readonly ended: Promise<void>
  readonly #process: ChildProcess

  private constructor(process: ChildProcess, pid: number, port: number, socket: string) {
    this.#process = process
    this.pid = pid
    this.port = port
    this.operations = new Operations(socket)
    this.ended =
      process.exitCode === null && process.signalCode === null
        ? once(process, 'exit').then(() => {})
        : Promise.resolve()
  }

  /**
   * Starts workerd and resolves once it listens.
   * @throws Error if it ends before, or takes longer than `STARTS_WITHIN_MS`
   */
  static async start(options: RuntimeOptions): Promise<Runtime> {
    const { workerd, config, host, port: wanted, socket, folders, variables, onLine } = options
    // A socket that a killed runtime left behind would be in the way.
    rmSync(socket, { force: true })
    const places = Object.entries(folders).map(([service, folder]) => `-d${service}=${folder}`)
    const listen = [`-shttp=${host}:${wanted}`, `-soperations=unix:${socket}`, `--control-fd=${CONTROL}`]
    const [program = workerd, ...before] = endingWithParent(workerd)
    const certificates = CERTIFICATES.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    })
    const child = spawn(
      program,
      [...before, 'serve', '--binary', '--experimental', config, ...listen, ...places],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
        env: { ...Object.fromEntries(certificates), ...variables },
        // So that Ctrl-C reaches the supervisor alone, which lets requests finish.
        detached: true,
      },
    )
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface({ input: stream }).on('line', onLine)
    try {
      const port = await listening(child)
      if (child.pid === undefined) throw new Error('workerd has no process')
      return new Runtime(child, child.pid, port, socket)
    } catch (error) {
      child.kill('SIGKILL')
      throw error
    }
  }

  /** Lets it answer what it has begun, for at most this long, and ends it. Unit: milliseconds. */
  async stop(drain: number): Promise<void> {
    this.#process.kill('SIGTERM')
    const timer = setTimeout(() => this.kill(), drain)
    await this.ended
    clearTimeout(timer)
  }

  kill(): void {
    this.#process.kill('SIGKILL')
  }
}

/** Resolves to the port once both sockets listen: workerd reports each, a JSON object a line. */
async function listening(child: ChildProcess): Promise<number> {
  const waiting = new AbortController()
  const { signal } = waiting
  const reported = new Promise<number>((resolve) => {
    const ports = new Map<string, number>()
    createInterface({ input: child.stdio[CONTROL] as Readable }).on('line', (line) => {
      const {
        event,
        socket,
        port = 0,
      } = JSON.parse(line) as { event: string; socket?: string; port?: number }
      if (event !== 'listen' || socket === undefined) return
      ports.set(socket, port)
      if (ports.size === 2) resolve(ports.get('http') ?? 0)
    })
  })
  const failed = once(child, 'exit', { signal }).then(() => {
    throw new Error('workerd ended at its start')
  })
  const late = once(AbortSignal.timeout(STARTS_WITHIN_MS), 'abort', { signal }).then(() => {
    throw new Error('workerd did not start in time')
  })
  try {
    return await Promise.race([reported, failed, late])
  } finally {
    waiting.abort()
    for (const loser of [failed, late]) loser.catch(() => {})
  }
}

/**
 * Returns the command that starts a program so that it ends with this process, even if that is killed: `setpriv` of
 * util-linux asks the kernel for it. Elsewhere the next start ends what was left.
 */
function endingWithParent(program: string): string[] {
  const hasSetpriv =
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0
  return hasSetpriv ? ['setpriv', '--pdeathsig', 'KILL', program] : [program]
}
