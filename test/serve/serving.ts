import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { type LaurelServer, type ServerEvent, type ServerOptions, startServer } from '../browser/server.ts'

export interface Served extends LaurelServer {
  /** What it has logged. */
  events: ServerEvent[]
}

/** Returns what makes folders and starts servers in them, which end after the test, or when else `after` says. */
export function useServers(after: (end: () => Promise<void>) => void = afterEach) {
  const running: LaurelServer[] = []
  const folders: string[] = []
  after(async () => {
    for (const server of running.splice(0)) await server.kill()
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
  })
  const folder = async () => {
    const made = await mkdtemp(join(tmpdir(), 'laurel-'))
    folders.push(made)
    return made
  }
  const serve = async (options: ServerOptions): Promise<Served> => {
    const events: ServerEvent[] = []
    const server = await startServer({ ...options, onEvent: (event) => events.push(event) })
    running.push(server)
    return { ...server, events }
  }
  return { folder, serve }
}

export const isRunning = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
