import { debuglog } from 'node:util'
import { version } from '../../package.json'
import { type Invocation, readArguments } from './arguments.ts'
import { runBackup } from './backup-command.ts'
import { colourDepth, painter } from './colours.ts'
import { runCreate } from './create-command.ts'
import { explain } from './explain.ts'
import { runExport } from './export-command.ts'
import { helpText } from './help.ts'
import { runHookCommand } from './hook-command.ts'
import { runInsights } from './insights-command.ts'
import { runKey } from './key-command.ts'
import { runLogin } from './login-command.ts'
import { missingLogNote } from './missing-log.ts'
import { runPull } from './pull-command.ts'
import { runPush } from './push-command.ts'
import { runRecount } from './recount-command.ts'
import { runRestore } from './restore-command.ts'
import { runScan } from './scan-command.ts'
import { runServe } from './serve-command.ts'
import { runSessions } from './sessions-command.ts'
import { runShow } from './show-command.ts'
import { runTemplates } from './template-command.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/**
 * Runs the command line tool and reports failures on stderr. SIGINT ends the process with 130.
 * @param args the arguments after the program's name
 * @returns the exit status: 0 done, 1 failed, 2 wrong usage
 */
export async function runLaurel(args: string[], host: Omit<Terminal, 'complain'>): Promise<number> {
  const { stdout, stderr, machine } = host
  const warning = painter(colourDepth(stderr, machine.env))
  const complain = (text: string) => stderr.write(`${warning('warning', 'laurel:')} ${text}\n`)
  try {
    const invocation = readArguments(args)
    if (invocation.command === 'help') stdout.write(helpText(invocation.topic))
    else if (invocation.command === 'version') stdout.write(`laurel ${version}\n`)
    else await run(invocation, { ...host, complain })
    return 0
  } catch (error) {
    debuglog('laurel')('%o', error)
    complain(explain(error))
    return error instanceof UsageError ? 2 : 1
  }
}

type Work = Exclude<Invocation, { command: 'help' | 'version' }>

async function run(work: Work, terminal: Terminal): Promise<void> {
  await runCommand(work, terminal)
  const note = 'database' in work.options && (await missingLogNote(work.options.database, terminal.machine))
  if (note) terminal.complain(note)
}

function runCommand(work: Work, terminal: Terminal): Promise<void> {
  switch (work.command) {
    case 'show':
      return runShow(work.options, terminal)
    case 'export':
      return runExport(work.options, terminal)
    case 'create':
      return runCreate(work.options, terminal)
    case 'login':
      return runLogin(work.options, terminal)
    case 'push':
      return runPush(work.options, terminal)
    case 'hook':
      return runHookCommand(work.options, terminal)
    case 'pull':
      return runPull(work.options, terminal)
    case 'recount':
      return runRecount(work.options, terminal)
    case 'key':
      return runKey(work.options, terminal)
    case 'serve':
      return runServe(work.options, terminal)
    case 'backup':
      return runBackup(work.options, terminal)
    case 'restore':
      return runRestore(work.options, terminal)
    case 'sessions':
      return runSessions(work.options, terminal)
    case 'insights':
      return runInsights(work.options, terminal)
    case 'templates':
      return runTemplates(work.options, terminal)
    default:
      return runScan(work.options, terminal)
  }
}
