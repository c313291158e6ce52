import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LaurelError } from '../errors.ts'
import type { AutopushOptions, ChosenPages } from './autopush-options.ts'
import { thisProgram, withKeyFile } from './background-push.ts'
import { databasePath } from './database-path.ts'
import type { Machine } from './hermes-home.ts'
import { hookFolderAt } from './hook-folder.ts'
import { pushArguments } from './hook-options.ts'
import { runHook } from './hook-run.ts'
import { lastLine } from './hook-status.ts'
import { replaceFile } from './private-file.ts'
import { removeEmpty } from './removed-folders.ts'
import { type Call, type Job, type Schedule, scheduleOf } from './schedules.ts'
import type { Terminal } from './terminal.ts'

/** What `install` has put in, as it is kept beside the log. */
interface Installed {
  server: string
  handle: string
  what: string
  words: string[]
  everyMinutes: number
  /** Folders that were not there before, innermost first. */
  madeFolders: string[]
}

/**
 * `laurel autopush`: has the scheduler of the system keep a page up to date.
 * @throws UsageError; LaurelError if the scheduler refuses; an error of the system
 */
export async function runAutopush(options: AutopushOptions, { stdout, machine }: Terminal): Promise<void> {
  if (options.action === 'run') return runHook(options, thisProgram('autopush'))
  if (options.action === 'install') stdout.write(install(options, machine))
  else if (options.action === 'remove') stdout.write(remove(options, machine))
  else stdout.write(status(options, machine))
}

function install(
  { database, profile, pushed: given, everyMinutes }: Extract<AutopushOptions, { action: 'install' }>,
  machine: Machine,
): string {
  const history = databasePath({ database, profile }, 'autopush', machine)
  const pushed = withKeyFile(given, 'autopush', machine)
  const { server, handle, source } = pushed
  const id = createHash('sha256')
    .update(JSON.stringify([server, handle, source]))
    .digest('hex')
    .slice(0, 12)
  const folder = join(jobsFolder(machine), id)
  const { node, script } = thisProgram('autopush')
  const words = [node, script, 'autopush', 'run', folder, ...pushArguments(history, pushed)]
  const job: Job = { id, what: `Update @${handle} at ${server}`, words, everyMinutes, folder }
  const schedule = scheduleOf(job, machine, process.getuid?.())
  const former = installedAt(folder)
  if (former && isAsWritten(schedule) && succeeds(schedule.ask, machine)) {
    return `Nothing has changed: ${schedule.called} updates @${handle}.\n`
  }
  const before = schedule.files.flatMap(({ path }) =>
    existsSync(path) ? [[path, readFileSync(path)] as const] : [],
  )
  const made = [folder, ...schedule.files.map(({ path }) => dirname(path))].flatMap(makeFolder)
  // What was made for another page may go with this one.
  const others = chosenJobs({ server: null, handle: null }, machine).map(({ installed }) => installed)
  const madeFolders = [...new Set([...made, ...others.flatMap((other) => other.madeFolders)])].toSorted(
    (a, b) => b.length - a.length,
  )
  const record: Installed = { server, handle, what: job.what, words, everyMinutes, madeFolders }
  try {
    for (const { path, content } of schedule.files) {
      replaceFile(path, content)
    }
    for (const call of schedule.start) make(call, machine)
  } catch (error) {
    if (former) for (const [path, content] of before) replaceFile(path, [content])
    else takeOut(folder, schedule, madeFolders, machine)
    throw error
  }
  replaceFile(hookFolderAt(folder).record, `${JSON.stringify(record)}\n`)
  return `@${handle} at ${server} is updated every ${everyMinutes} minutes now, by ${schedule.called}.
${schedule.limits}
`
}

function remove(chosen: ChosenPages, machine: Machine): string {
  const lines = chosenJobs(chosen, machine).map(({ folder, installed, schedule }) => {
    takeOut(folder, schedule, installed.madeFolders, machine)
    return `@${installed.handle} at ${installed.server} is no longer updated.\n`
  })
  return lines.join('') || NOTHING
}

function status(chosen: ChosenPages, machine: Machine): string {
  const parts = chosenJobs(chosen, machine).map(({ folder, installed, schedule }) => {
    const { log } = hookFolderAt(folder)
    const last = lastLine(log)
    const isOn = isAsWritten(schedule) && succeeds(schedule.ask, machine)
    return [
      `@${installed.handle} at ${installed.server}, every ${installed.everyMinutes} minutes, by ${schedule.called}.`,
      isOn ? schedule.limits : 'It does not run: install it again.',
      last === null ? 'No update so far.' : `The last update, logged in ${log}:\n  ${last}`,
    ].join('\n')
  })
  return parts.length === 0 ? NOTHING : `${parts.join('\n\n')}\n`
}

const NOTHING = 'This machine updates no page by a schedule.\n'

/** Returns the folder of all jobs (XDG Base Directory Specification 0.8). */
function jobsFolder({ env, home }: Machine): string {
  return join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'laurel', 'autopush')
}

function chosenJobs({ server, handle }: ChosenPages, machine: Machine) {
  const root = jobsFolder(machine)
  const ids = existsSync(root) ? readdirSync(root).toSorted() : []
  return ids.flatMap((id) => {
    const folder = join(root, id)
    const installed = installedAt(folder)
    if (installed === null) return []
    if (server !== null && installed.server !== server) return []
    if (handle !== null && installed.handle !== handle) return []
    const schedule = scheduleOf({ ...installed, id, folder }, machine, process.getuid?.())
    return [{ folder, installed, schedule }]
  })
}

function installedAt(folder: string): Installed | null {
  try {
    const read: Installed = JSON.parse(readFileSync(hookFolderAt(folder).record, 'utf8'))
    return Array.isArray(read.words) && Array.isArray(read.madeFolders) ? read : null
  } catch {
    return null
  }
}

function isAsWritten({ files }: Schedule): boolean {
  return files.every(
    ({ path, content }) => existsSync(path) && readFileSync(path).equals(Buffer.from(content)),
  )
}

/** Makes a folder and those above it. Returns those that were not there, innermost first. */
function makeFolder(path: string): string[] {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return []
  const made = [path]
  for (let folder = path; folder !== first; folder = dirname(folder)) made.push(dirname(folder))
  return made
}

function takeOut(folder: string, schedule: Schedule, madeFolders: readonly string[], machine: Machine): void {
  for (const call of schedule.stop) make(call, machine)
  for (const { path } of schedule.files) rmSync(path, { force: true })
  for (const call of schedule.stopped) make(call, machine)
  rmSync(folder, { recursive: true, force: true })
  for (const made of madeFolders) removeEmpty(made)
}

const succeeds = (call: Call, machine: Machine) => calling(call, machine).status === 0

/** @throws LaurelError `invalid_request` if it fails and may not */
function make(call: Call, machine: Machine): void {
  const { status, error, stderr } = calling(call, machine)
  if (status === 0 || call.mayFail) return
  const [program] = call.words
  const why = error ? `“${program}” can’t be run.` : `“${call.words.join(' ')}” said: ${stderr.trim()}`
  throw new LaurelError('invalid_request', `The updates could not be scheduled. ${why}`, {
    hint: 'Leave “laurel push … --watch” running instead.',
  })
}

function calling({ words: [program = '', ...rest] }: Call, { env }: Machine) {
  return spawnSync(program, rest, { env, encoding: 'utf8' })
}
