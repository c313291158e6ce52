import { debuglog } from 'node:util'
import { version } from '../../package.json'
import type { Invocation } from './arguments.ts'
import { colourDepth, painter } from './colours.ts'
import { has, readLine } from './command-line.ts'
import { explain } from './explain.ts'
import { LOCAL_COMMANDS } from './local-commands.ts'
import { missingLogNote } from './missing-log.ts'
import { runScan } from './scan-command.ts'
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
    const invocation = await invocationOf(args)
    if (invocation.command === 'help')
      stdout.write((await import('./other-commands.ts')).helpText(invocation.topic))
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

/** @throws UsageError */
async function invocationOf(args: readonly string[]): Promise<Invocation> {
  if (args[0]?.startsWith('-') || has(LOCAL_COMMANDS, args[0])) {
    try {
      return readLine(args, LOCAL_COMMANDS)
    } catch (error) {
      // What is unknown here may be another command's: that makes for a better message.
      if (!(error instanceof UsageError)) throw error
    }
  }
  return (await import('./other-commands.ts')).readArguments(args)
}

async function run(work: Work, terminal: Terminal): Promise<void> {
  if (work.command === 'scan') await runScan(work.options, terminal)
  else await (await import('./other-commands.ts')).runOther(work, terminal)
  if (!('database' in work.options)) return
  const note = await missingLogNote(work.options.database, terminal.machine)
  if (note) terminal.complain(note)
}
