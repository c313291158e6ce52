import type { Invocation } from './arguments.ts'
import { runAutopush } from './autopush-command.ts'
import { runBackup } from './backup-command.ts'
import { runCreate } from './create-command.ts'
import { runExport } from './export-command.ts'
import { runHookCommand } from './hook-command.ts'
import { runInsights } from './insights-command.ts'
import { runKey } from './key-command.ts'
import { runLogin } from './login-command.ts'
import { runPull } from './pull-command.ts'
import { runPush } from './push-command.ts'
import { runRecount } from './recount-command.ts'
import { runRestore } from './restore-command.ts'
import { runServe } from './serve-command.ts'
import { runSessions } from './sessions-command.ts'
import { runShow } from './show-command.ts'
import { runTemplates } from './template-command.ts'
import type { Terminal } from './terminal.ts'
import { runWrapped } from './wrapped-command.ts'

export { readArguments } from './arguments.ts'
export { helpText } from './help.ts'

type Other = Exclude<Invocation, { command: 'help' | 'version' | 'scan' }>

/** Runs a command that is not `scan`. They are loaded together, apart from what `scan` needs. */
export function runOther(work: Other, terminal: Terminal): Promise<void> {
  switch (work.command) {
    case 'autopush':
      return runAutopush(work.options, terminal)
    case 'backup':
      return runBackup(work.options, terminal)
    case 'create':
      return runCreate(work.options, terminal)
    case 'export':
      return runExport(work.options, terminal)
    case 'hook':
      return runHookCommand(work.options, terminal)
    case 'insights':
      return runInsights(work.options, terminal)
    case 'key':
      return runKey(work.options, terminal)
    case 'login':
      return runLogin(work.options, terminal)
    case 'pull':
      return runPull(work.options, terminal)
    case 'push':
      return runPush(work.options, terminal)
    case 'recount':
      return runRecount(work.options, terminal)
    case 'restore':
      return runRestore(work.options, terminal)
    case 'serve':
      return runServe(work.options, terminal)
    case 'sessions':
      return runSessions(work.options, terminal)
    case 'templates':
      return runTemplates(work.options, terminal)
    case 'wrapped':
      return runWrapped(work.options, terminal)
    default:
      return runShow(work.options, terminal)
  }
}
