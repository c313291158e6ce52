#!/usr/bin/env node
import process from 'node:process'
import { debuglog } from 'node:util'
import { version } from '../../package.json'
import { type Invocation, readArguments } from './arguments.ts'
import { colourDepth, painter } from './colours.ts'
import { explain } from './explain.ts'
import { helpText } from './help.ts'
import { runInsights } from './insights-command.ts'
import { runPush } from './push-command.ts'
import { runScan, type Terminal } from './scan-command.ts'
import { runSessions } from './sessions-command.ts'
import { runTemplates } from './template-command.ts'
import { UsageError } from './usage-error.ts'

/** The command line tool. Exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted. */
async function main(): Promise<number> {
  const warning = painter(colourDepth(process.stderr, process.env))
  const complain = (text: string) => process.stderr.write(`${warning('warning', 'laurel:')} ${text}\n`)
  try {
    const invocation = readArguments(process.argv.slice(2))
    if (invocation.command === 'help') process.stdout.write(helpText(invocation.topic))
    else if (invocation.command === 'version') process.stdout.write(`laurel ${version}\n`)
    else {
      const terminal = { stdout: process.stdout, stderr: process.stderr, complain }
      await run(invocation, terminal)
    }
    return 0
  } catch (error) {
    debuglog('laurel')('%o', error)
    complain(explain(error))
    return error instanceof UsageError ? 2 : 1
  }
}

type Work = Exclude<Invocation, { command: 'help' | 'version' }>

function run(work: Work, terminal: Terminal): Promise<void> {
  switch (work.command) {
    case 'push':
      return runPush(work.options, terminal)
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

// A reader that has seen enough, as `head`, closes the pipe: nothing is wrong then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
process.exitCode = await main()
