import { spawn } from 'node:child_process'
import {
  appendFileSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { setPriority } from 'node:os'
import { SETTINGS } from '../config.ts'
import { wait } from '../sync/retry.ts'
import { historyMarks } from './file-marks.ts'
import { type HookFolder, hookFolderAt, isFolder } from './hook-folder.ts'
import { type HookOptions, pushArguments } from './hook-options.ts'
import type { Program } from './hook-script.ts'

/** How long the update may take to end once it is told to. Unit: milliseconds. */
const GRACE_MS = 5000
/** Of what one update says. Unit: characters. */
const SAID_MAX = 4000
/** As of a job in the background (nice). */
const LOW_PRIORITY = 10

export interface HookTimes {
  /** Before each update. Unit: milliseconds. */
  pauseMs: number
  /** Of one update. Unit: milliseconds. */
  limitMs: number
}

const TIMES: HookTimes = {
  pauseMs: SETTINGS.HOOK_PAUSE_SECONDS.value * 1000,
  limitMs: SETTINGS.HOOK_PUSH_SECONDS.value * 1000,
}

/**
 * What the hook runs in the background: waits, so that turns in quick succession are one update, then runs `laurel push`
 * as a process of its own, at low priority and with a time limit, and again if the history has changed meanwhile. One
 * runs at a time. Says nothing: what comes of it is in the log.
 */
export async function runHook(
  { folder: path, history, pushed }: Extract<HookOptions, { action: 'run' }>,
  program: Program,
  times = TIMES,
): Promise<void> {
  // The hook has been removed, and Hermes has not noticed yet.
  if (!isFolder(path)) return
  const folder = hookFolderAt(path)
  const kept = pushed.upload ? [] : ['--checkpoint', folder.checkpoint]
  const args = [program.script, 'push', ...pushArguments(history, pushed), ...kept]
  let pushedMarks: string | null = null
  while (historyMarks(history) !== pushedMarks && begin(folder, times)) {
    try {
      await wait(times.pauseMs)
      touch(folder)
      pushedMarks = historyMarks(history)
      if (!(await push(program.node, args, folder, times))) return
    } finally {
      rmSync(folder.running, { force: true })
    }
  }
}

/** Returns whether the update succeeded. */
async function push(
  node: string,
  args: string[],
  folder: HookFolder,
  { limitMs }: HookTimes,
): Promise<boolean> {
  const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  lowerPriority(child.pid)
  let [said, tooLong] = ['', false]
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-SAID_MAX)
    })
  }
  const limit = setTimeout(() => {
    tooLong = true
    child.kill('SIGTERM')
  }, limitMs)
  const end = setTimeout(() => child.kill('SIGKILL'), limitMs + GRACE_MS)
  const failure = await new Promise<string | null>((resolve) => {
    child.on('error', () => resolve('Could not be started.'))
    child.on('close', (status) => resolve(status === 0 ? null : `Failed with status ${status}.`))
  })
  clearTimeout(limit)
  clearTimeout(end)
  const why = tooLong ? `Ended, since it took more than ${limitMs / 1000} s.` : failure
  log(folder, [said.trim().replaceAll('\n', ' '), why].filter(Boolean).join(' '))
  return failure === null
}

/** Returns false if another one waits or runs. */
function begin(folder: HookFolder, times: HookTimes): boolean {
  const claim = () => writeFileSync(folder.running, String(process.pid), { flag: 'wx', mode: 0o600 })
  try {
    claim()
    return true
  } catch {
    if (!isLeftBehind(folder, times)) return false
  }
  try {
    rmSync(folder.running, { force: true })
    claim()
    return true
  } catch {
    return false
  }
}

/** Whether a process that was killed has left its mark, or one of another machine or life. */
function isLeftBehind({ running }: HookFolder, { pauseMs, limitMs }: HookTimes): boolean {
  try {
    const age = Date.now() - statSync(running).mtimeMs
    if (age > pauseMs + limitMs + 2 * GRACE_MS) return true
    process.kill(Number(readFileSync(running, 'utf8')), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

function touch({ running }: HookFolder): void {
  const now = Date.now() / 1000
  try {
    utimesSync(running, now, now)
  } catch {
    // The hook is being removed.
  }
}

function log(folder: HookFolder, text: string): void {
  try {
    if ((statSync(folder.log, { throwIfNoEntry: false })?.size ?? 0) > SETTINGS.HOOK_LOG_MAX_BYTES.value) {
      renameSync(folder.log, folder.formerLog)
    }
    appendFileSync(folder.log, `${new Date().toISOString()} ${text}\n`, { mode: 0o600 })
  } catch {
    // There is nobody to tell.
  }
}

function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, LOW_PRIORITY)
  } catch {
    // Then it runs at the usual one.
  }
}
