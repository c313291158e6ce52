import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, inject } from 'vitest'
import { runLaurel } from '../../src/cli/run-laurel.ts'
import { golden } from '../snapshot/histories.ts'

export interface Outcome {
  status: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  /** Added to an environment without colour settings and with an empty home. */
  env?: Record<string, string>
  /** Its stdin; empty by default. */
  stdin?: string
}

export interface RunHereOptions extends RunOptions {
  /** The system that it takes the machine for. */
  platform?: NodeJS.Platform
  /** The user's home folder; by default, one of this file's tests. */
  home?: string
}

/** Ends the program, as a person does (SIGINT) or a service manager. */
export type Interrupt = (signal?: 'SIGINT' | 'SIGTERM') => void

export interface SpawnOptions extends RunOptions {
  /** Called with the program's output as it arrives, and a function to interrupt it. */
  onStdout?: (text: string, interrupt: Interrupt) => void
  onStderr?: (text: string, interrupt: Interrupt) => void
  /** Called with a function to interrupt the program as soon as it runs. */
  onStart?: (interrupt: Interrupt) => void
}

/** The command line tool, and a folder of its own that is deleted after the tests of a file. */
export interface Laurel {
  /**
   * Runs it in this process, which is ten times as fast: for everything that does not depend on its being a process.
   */
  run(args: string[], options?: RunHereOptions): Promise<Outcome>
  /** Runs it as users do. */
  spawn(args: string[], options?: SpawnOptions): Promise<Outcome>
  /** Returns the path of a name in the folder. */
  path(name: string): string
  /** Writes a file into the folder and returns its path. */
  file(name: string, content: Uint8Array | string): string
  /** Unpacks a golden history in the folder, as its agent keeps it: with a -wal, which is empty. Returns its path. */
  golden(name: string): string
}

/** Returns the tool built for this run, and a folder for the tests of a file. */
export function useLaurel(): Laurel {
  let folder = ''
  const path = (name: string) => join(folder, name)
  const file = (name: string, content: Uint8Array | string) => {
    writeFileSync(path(name), content)
    // A file written just now may be half-written, so the tool would wait for it.
    const aWhileAgo = Date.now() / 1000 - 60
    utimesSync(path(name), aWhileAgo, aWhileAgo)
    return path(name)
  }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'laurel-cli-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  return {
    path,
    file,
    golden: (name) => {
      const main = `${name.replaceAll('/', '-')}.db`
      file(`${main}-wal`, '')
      return file(main, golden(name))
    },
    run: (args, options) => runHere(args, { home: path('home'), ...options }),
    spawn: (args, options) => run(inject('laurel'), args, { home: path('home'), ...options }),
  }
}

async function runHere(
  args: string[],
  { home, env = {}, stdin = '', platform = process.platform }: RunHereOptions & { home: string },
): Promise<Outcome> {
  const written = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text
    },
  })
  const status = await runLaurel(args, {
    stdin: Readable.from([stdin]),
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    machine: { env, platform, home },
  })
  return { status, ...written }
}

function run(
  script: string,
  args: string[],
  { home, env = {}, stdin, onStdout, onStderr, onStart }: SpawnOptions & { home: string },
): Promise<Outcome> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH, HOME: home, TZ: 'UTC', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(stdin)
  const interrupt: Interrupt = (signal = 'SIGINT') => child.kill(signal)
  onStart?.(interrupt)
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
    onStdout?.(stdout, interrupt)
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
    onStderr?.(stderr, interrupt)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, stdout, stderr }))
  })
}
