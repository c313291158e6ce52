import { existsSync, readFileSync } from 'node:fs'
import { HOOK_EVENT, hasOutbound, hookCommands } from './hook-entry.ts'
import type { HookPlace } from './hook-folder.ts'
import { isOurs } from './hook-script.ts'
import { readShared } from './shared-file.ts'

/** What `laurel hook status` prints. @throws LaurelError `invalid_request` if the config can't be parsed */
export function hookStatus({ config, script, allowlist, own }: HookPlace): string {
  const { text } = readShared(config)
  const command = hookCommands(text).find(isOurs)
  if (command === undefined) return `There is no hook in ${config}.\n`
  const consent = isAllowed(allowlist, command)
    ? 'You have consented to it.'
    : 'You have not consented to it yet: start “hermes” in a terminal, which asks.'
  const last = lastLine(own.log)
  const lines = [
    `${HOOK_EVENT} in ${config} runs:`,
    `  ${command}`,
    existsSync(script) ? consent : `${script} is missing: install the hook again.`,
    ...(hasOutbound(text) ? ['It also tells the page what it does, while it does it.'] : []),
    last === null ? 'No update so far.' : `The last update, logged in ${own.log}:\n  ${last}`,
  ]
  return `${lines.join('\n')}\n`
}

function isAllowed(path: string, command: string): boolean {
  try {
    const { approvals }: { approvals?: unknown } = JSON.parse(readFileSync(path, 'utf8'))
    const list: unknown[] = Array.isArray(approvals) ? approvals : []
    return list.some((item) => {
      const { event, command: approved }: { event?: unknown; command?: unknown } = { ...(item as object) }
      return event === HOOK_EVENT && approved === command
    })
  } catch {
    return false
  }
}

/** The last line of a log; null if there is none. */
export function lastLine(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim().split('\n').at(-1) || null
  } catch {
    return null
  }
}
