#!/usr/bin/env node
import { homedir } from 'node:os'
import { ownWork } from './own-work.ts'
import { runLaurel } from './run-laurel.ts'
import { startThreadsFrom } from './thread-entry.ts'

const work = ownWork()
if (work === null) await runProgram()
else await (await import('./scan-thread.ts')).workAsThread(work)

async function runProgram(): Promise<void> {
  startThreadsFrom(import.meta.url)
  // A reader such as `head` closes the pipe when it has seen enough. That is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  process.exitCode = await runLaurel(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    machine: { env: process.env, platform: process.platform, home: homedir() },
  })
}
