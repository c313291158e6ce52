import { readdirSync, readFileSync } from 'node:fs'

/** Where Linux says how long each thread of a process has run. */
const PROC = '/proc'

/**
 * Returns the process that runs Laurel, of those in the process group of `wrangler dev`: another workerd passes requests
 * on to it, and listens on the port. Linux only.
 */
export function workerProcess(processGroup: number, port: string): number {
  const found = readdirSync(PROC)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => groupOf(pid) === processGroup)
    .filter((pid) => {
      const command = read(`${PROC}/${pid}/cmdline`)
      return /workerd\0serve/.test(command) && !command.includes(`:${port}\0`)
    })
  const [worker] = found
  if (worker === undefined || found.length > 1) throw new Error(`${found.length} processes run the Worker.`)
  return worker
}

/** Returns how long all threads of a process have run, garbage collection and compilation included. Unit: ms. */
export function cpuMs(pid: number): number {
  const threads = readdirSync(`${PROC}/${pid}/task`)
  const spent = threads.map((id) => Number(read(`${PROC}/${pid}/task/${id}/schedstat`).split(' ')[0]))
  return spent.reduce((sum, ns) => sum + ns, 0) / 1e6
}

/** The fifth field of stat; the second, the name, is in brackets and may hold spaces. */
function groupOf(pid: number): number {
  const stat = read(`${PROC}/${pid}/stat`)
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
}

/** Returns a file of a process; empty if that has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
