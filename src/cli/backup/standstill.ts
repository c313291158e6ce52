import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { LaurelError } from '../../errors.ts'
import { isSame, type ProcessMark } from '../serve/process-mark.ts'

/** A write to the disk that has begun ends first, which takes a slow disk a while. Unit: milliseconds. */
const STANDS_WITHIN_MS = 10_000

/**
 * Waits until a line is closed, and has a process go on. A process of its own, in a session of its own: it outlives
 * whoever holds the other end of the line, even one that is killed.
 */
const GUARD = 'trap "" HUP INT TERM; read -r line; kill -CONT "$0"'

/** What `work` returned, and how long the process stood still. Unit: milliseconds. */
export interface Stood<T> {
  result: T
  milliseconds: number
}

/**
 * Stops a process (SIGSTOP), calls `work` while it stands still, and has it go on, even if this process is killed
 * meanwhile. Returns null if that process ended, or did not stand still to the end.
 * @throws LaurelError `data_folder` where one can’t see whether a process stands still; what `work` throws
 */
export async function atStandstill<T>(runtime: ProcessMark, work: () => T): Promise<Stood<T> | null> {
  if (runtime.began === null)
    throw new LaurelError('data_folder', 'A server that runs can be backed up on Linux only.', {
      hint: 'Stop it first.',
    })
  const guard = spawn('sh', ['-c', GUARD, String(runtime.pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  await once(guard, 'spawn')
  const begun = performance.now()
  try {
    if (!signalled(runtime, 'SIGSTOP') || !(await comesToStand(runtime))) return null
    const result = work()
    return standsStill(runtime) ? { result, milliseconds: performance.now() - begun } : null
  } finally {
    signalled(runtime, 'SIGCONT')
    const ended = once(guard, 'exit')
    guard.stdin.end()
    await ended
  }
}

function signalled(runtime: ProcessMark, signal: NodeJS.Signals): boolean {
  return isSame(runtime) && process.kill(runtime.pid, signal)
}

/** The signal stops each thread when it next leaves the kernel, not at once. */
async function comesToStand(runtime: ProcessMark): Promise<boolean> {
  const late = performance.now() + STANDS_WITHIN_MS
  while (!standsStill(runtime)) {
    if (!isSame(runtime) || performance.now() > late) return false
    await pause(1)
  }
  return true
}

/** Whether all threads of a process are stopped (proc(5), field 3 of `stat`). */
export function standsStill({ pid }: Pick<ProcessMark, 'pid'>): boolean {
  try {
    const tasks = `/proc/${pid}/task`
    return readdirSync(tasks).every((task) => {
      const stat = readFileSync(`${tasks}/${task}/stat`, 'utf8')
      return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')
    })
  } catch {
    return false
  }
}
