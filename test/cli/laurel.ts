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
  /** Added to an environment that says nothing of colours and has an empty home. */
  env?: Record<string, string>
  /** What it reads on stdin; nothing unless given. */
  stdin?: string
}

export interface SpawnOptions extends RunOptions {
  /** Gets what the program says on stderr as it comes, and a way to end it. */
  onStderr?: (text: string, interrupt: () => void) => void
  /** Gets a way to end the program as soon as it runs. */
  onStart?: (interrupt: () => void) => void
}

/** The command line tool, and a folder of its own that goes when the tests of a file are done. */
export interface Laurel {
  /** Runs it in this process, which is ten times as fast: for all that does not depend on its being a process. */
  run(args: string[], options?: RunOptions): Promise<Outcome>
  /** Runs it as users do. */
  spawn(args: string[], options?: SpawnOptions): Promise<Outcome>
  /** Path of a name in the folder. */
  path(name: string): string
  /** Writes a file into the folder and gives its path. */
  file(name: string, content: Uint8Array | string): string
  /** A golden history, unpacked in the folder. */
  golden(name: string): string
}

/** The tool that was built for this run, and a folder for the tests of a file. */
export function useLaurel(): Laurel {
  let folder = ''
  const path = (name: string) => join(folder, name)
  const file = (name: string, content: Uint8Array | string) => {
    writeFileSync(path(name), content)
    // A file that was written just now may be half of what is being written, and is waited for.
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
    golden: (name) => file(`${name.replaceAll('/', '-')}.db`, golden(name)),
    run: (args, options) => runHere(args, { home: path('home'), ...options }),
    spawn: (args, options) => run(inject('laurel'), args, { home: path('home'), ...options }),
  }
}

async function runHere(
  args: string[],
  { home, env = {}, stdin = '' }: RunOptions & { home: string },
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
    machine: { env, platform: process.platform, home },
  })
  return { status, ...written }
}

function run(
  script: string,
  args: string[],
  { home, env = {}, stdin, onStderr, onStart }: SpawnOptions & { home: string },
): Promise<Outcome> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH, HOME: home, TZ: 'UTC', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(stdin)
  onStart?.(() => child.kill('SIGINT'))
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
    onStderr?.(stderr, () => child.kill('SIGINT'))
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, stdout, stderr }))
  })
}
