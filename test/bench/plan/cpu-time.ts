import { readdirSync, readFileSync } from 'node:fs'

/** Where Linux says how long each thread of a process has run. */
const PROC = '/proc'

/** Returns how long all threads of a process have run, garbage collection and compilation included. Unit: ms. */
export function cpuMs(pid: number): number {
  const threads = readdirSync(`${PROC}/${pid}/task`)
  const spent = threads.map((id) => Number(read(`${PROC}/${pid}/task/${id}/schedstat`).split(' ')[0]))
  return spent.reduce((sum, ns) => sum + ns, 0) / 1e6
}

/** Returns a file of a process; empty if that has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
