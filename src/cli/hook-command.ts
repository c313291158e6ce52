import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { HermesHookSchema } from '../contract/hermes-events.ts'
import { LaurelError } from '../errors.ts'
import { noLaurel, OwnerRequests } from '../sync/chunks/owner-requests.ts'
import { thisProgram, withKeyFile } from './background-push.ts'
import { databasePath } from './database-path.ts'
import type { Machine } from './hermes-home.ts'
import {
  hasOutbound,
  hookCommands,
  type OutboundWebhook,
  withHook,
  withOutbound,
  withoutHook,
  withoutOutbound,
} from './hook-entry.ts'
import { type HookPlace, type HookRecord, hookPlace, hookRecord, isFolder } from './hook-folder.ts'
import { type HookOptions, type Pushed, pushArguments } from './hook-options.ts'
import { runHook } from './hook-run.ts'
import { commandLine, isOurScript, isOurs, scriptText } from './hook-script.ts'
import { hookStatus } from './hook-status.ts'
import { ownerKey } from './owner-key.ts'
import { replaceFile } from './private-file.ts'
import { removeEmpty } from './removed-folders.ts'
import { readShared, replaceShared, type SharedFile } from './shared-file.ts'
import type { Terminal } from './terminal.ts'

/** Of the script: to be run by its owner alone. */
const RUNNABLE = 0o700

/**
 * `laurel hook`: has Hermes itself keep a page up to date, by a shell hook in its config.
 * @throws UsageError; LaurelError if the config can't be changed; an error of the system
 */
export async function runHookCommand(options: HookOptions, { stdout, machine }: Terminal): Promise<void> {
  if (options.action === 'run') return runHook(options, thisProgram('hook'))
  if (machine.platform === 'win32') {
    throw new LaurelError('invalid_request', 'Hermes’ hooks can’t be set up on Windows.', {
      hint: 'Leave “laurel push … --watch” running instead.',
    })
  }
  const place = hookPlace(options.profile, machine)
  if (options.action === 'install') {
    const history = databasePath({ database: null, profile: options.profile }, 'hook', machine)
    const pushed = withKeyFile(options.pushed, 'hook', machine)
    const outbound = options.live ? await outboundWebhook(pushed, machine) : null
    stdout.write(install(place, history, pushed, outbound))
  } else stdout.write(options.action === 'status' ? hookStatus(place) : remove(place))
}

/** Has the server make the secret that Hermes signs its events with. @throws LaurelError, PassingFailure */
async function outboundWebhook(pushed: Pushed, machine: Machine): Promise<OutboundWebhook> {
  const { server, handle } = pushed
  const address = { server, handle, ownerKey: ownerKey({ ...pushed, key: null }, machine).key }
  const requests = new OwnerRequests(address, ['hermes-events'])
  const hook = HermesHookSchema.safeParse(await requests.answer({ method: 'POST', path: '/secret' }))
  if (!hook.success) throw noLaurel()
  return hook.data
}

function install(
  place: HookPlace,
  history: string,
  pushed: Pushed,
  outbound: OutboundWebhook | null,
): string {
  const { config, own, script } = place
  const command = commandLine([script, ...pushArguments(history, pushed)])
  const file = readShared(config)
  const ours = hookCommands(file.text).filter(isOurs)
  const isThere = ours.length === 1 && ours[0] === command
  const former = hookRecord(own)
  const silent = withoutOutbound(file.text, former?.putOutbound ?? null)
  const base = ours.length === 0 ? silent : withoutHook(silent, isOurs, former?.put ?? null)
  const hooked = isThere ? { text: silent, put: former?.put ?? '' } : withHook(base, command)
  const { text, put } = outbound ? withOutbound(hooked.text, outbound) : { text: hooked.text, put: '' }
  const madeScriptFolder = !isFolder(dirname(script)) || (former?.madeScriptFolder ?? false)
  mkdirSync(own.path, { recursive: true, mode: 0o700 })
  const isNew = writeScript(place)
  if (text === file.text) return `Nothing has changed: ${config} has the hook.\n`
  try {
    if (ours.length === 0) writeBackup(place, file)
    replaceShared(file, text)
  } catch (error) {
    if (isNew) removeScript(place, madeScriptFolder)
    throw error
  }
  const madeConfig = file.state === null || (former?.madeConfig ?? false)
  const record: HookRecord = { put: hooked.put, putOutbound: put, madeConfig, madeScriptFolder }
  replaceFile(own.record, `${JSON.stringify(record)}\n`)
  return `After each turn, Hermes now updates @${pushed.handle} at ${pushed.server}. The hook is in ${config}.
Start “hermes” in a terminal and say yes when it asks about the hook. Without that, it never runs it.
${outbound ? 'It tells the page what it does once it was started again.\n' : ''}`
}

function remove(place: HookPlace): string {
  const { config, backup, own } = place
  const file = readShared(config)
  const record = hookRecord(own)
  const isThere = file.state !== null && (hookCommands(file.text).some(isOurs) || hasOutbound(file.text))
  if (isThere) {
    const silent = withoutOutbound(file.text, record?.putOutbound ?? null)
    const text = withoutHook(silent, isOurs, record?.put ?? null)
    replaceShared(file, record?.madeConfig && text === '' ? null : text)
    // What was changed since is only in the config.
    if (existsSync(backup) && readFileSync(backup, 'utf8') === text) rmSync(backup)
  }
  const hadScript = removeScript(place, record?.madeScriptFolder ?? false)
  rmSync(own.path, { recursive: true, force: true })
  for (const folder of [dirname(own.path), dirname(dirname(own.path))]) removeEmpty(folder)
  if (!isThere && !hadScript) return `There is no hook in ${config}.\n`
  const left = existsSync(backup) ? `The config of before it is still in ${backup}.\n` : ''
  return `Hermes no longer updates the page. It forgets the hook when it next starts.\n${left}`
}

function writeBackup({ backup }: HookPlace, { text, state }: SharedFile): void {
  if (state === null) return
  replaceFile(backup, text)
  chmodSync(backup, state.mode & 0o777)
}

/** Returns whether there was none. @throws LaurelError `invalid_request` if another file is there */
function writeScript({ script, own }: HookPlace): boolean {
  const text = scriptText(thisProgram('hook'), own.path)
  const found = existsSync(script) ? readFileSync(script, 'utf8') : null
  if (found !== null && !isOurScript(found)) {
    throw new LaurelError('invalid_request', `${script} is not Laurel’s.`, { hint: 'Move it away first.' })
  }
  mkdirSync(dirname(script), { recursive: true })
  if (found !== text) replaceFile(script, text)
  chmodSync(script, RUNNABLE)
  return found === null
}

/** Returns whether there was one. */
function removeScript({ script }: HookPlace, withFolder: boolean): boolean {
  if (!existsSync(script) || !isOurScript(readFileSync(script, 'utf8'))) return false
  rmSync(script)
  if (withFolder) removeEmpty(dirname(script))
  return true
}
