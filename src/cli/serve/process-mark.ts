import { readFileSync } from 'node:fs'

/** A process, told apart from a later one with the same id by when it began. */
export interface ProcessMark {
  pid: number
  /** Clock ticks since the machine started (proc(5), field 22 of `stat`); null where the system doesn’t say. */
  began: string | null
}

/** What a server notes of its runtime. */
export interface RuntimeNote extends ProcessMark {
  /** Path of the socket that it answers `Operations` on. */
  socket: string
}

export function processMark(pid: number): ProcessMark {
  return { pid, began: beganAt(pid) }
}

/** Whether the process still runs. */
export function isSame({ pid, began }: ProcessMark): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there, and somebody else’s.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return began === beganAt(pid)
}

function beganAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program’s name in parentheses, which may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

/** The process that a file names, if it still runs. */
export function runningProcess(file: string): ProcessMark | null {
  try {
    const noted = JSON.parse(readFileSync(file, 'utf8')) as ProcessMark
    return isSame(noted) ? noted : null
  } catch {
    return null
  }
}

/** Ends the process that a file names, if it still runs: a runtime whose supervisor was killed. */
export function endOrphan(file: string): void {
  const left = runningProcess(file)
  // Where processes can’t be told apart, an id alone is not enough to kill by.
  if (left !== null && left.began !== null) process.kill(left.pid, 'SIGKILL')
}
