#!/usr/bin/env node
import process from 'node:process'
import { debuglog } from 'node:util'
import { version } from '../../package.json'
import { readArguments } from './arguments.ts'
import { colourDepth, painter } from './colours.ts'
import { explain } from './explain.ts'
import { helpText } from './help.ts'
import { runPush } from './push-command.ts'
import { runScan } from './scan-command.ts'
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
      if (invocation.command === 'push') await runPush(invocation.options, terminal)
      else if (invocation.command === 'templates') await runTemplates(invocation.options, terminal)
      else await runScan(invocation.options, terminal)
    }
    return 0
  } catch (error) {
    debuglog('laurel')('%o', error)
    complain(explain(error))
    return error instanceof UsageError ? 2 : 1
  }
}

// A reader that has seen enough, as `head`, closes the pipe: nothing is wrong then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
process.exitCode = await main()
