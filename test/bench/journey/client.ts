import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { ScanPayload } from '../../../src/cli/payload.ts'
import type { Page } from './served.ts'

const LAUREL = 'dist/laurel.js'

/** Runs `laurel push` to its end, or until it is killed. `onStart` receives the function that kills it. */
export async function push(
  { path, server, handle, ownerKey }: Page & { path: string },
  onStart: (kill: () => void) => void,
): Promise<void> {
  const client = laurel(['push', path, '--to', server, '--handle', handle, '--upload'], ownerKey)
  onStart(() => client.kill('SIGKILL'))
  await outputOf(client)
}

/** Returns the output of `laurel scan --json` for a history. */
export async function scan(path: string): Promise<{ payload: ScanPayload }> {
  return { payload: JSON.parse(await outputOf(laurel(['scan', path, '--json', '--timezone', 'UTC']))) }
}

function laurel(args: readonly string[], ownerKey = ''): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, [LAUREL, ...args], {
    env: { ...process.env, LAUREL_KEY: ownerKey },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** @throws Error if it fails, unless it was killed */
async function outputOf(client: ChildProcessByStdio<null, Readable, null>): Promise<string> {
  const [output, [status]] = await Promise.all([text(client.stdout), once(client, 'exit')])
  if (status !== 0 && !client.killed) throw new Error(`laurel ended with status ${status}`)
  return output
}
