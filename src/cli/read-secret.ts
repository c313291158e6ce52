import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { INTERRUPTED, type Terminal } from './terminal.ts'

/**
 * Asks for a line on a terminal, without echoing what is typed. If stdin is no terminal, returns all of it instead.
 * An interrupt ends the process.
 */
export async function readSecret(
  prompt: string,
  { stdin, stderr }: Pick<Terminal, 'stdin' | 'stderr'>,
): Promise<string> {
  if (!stdin.isTTY) return text(stdin)
  stderr.write(prompt)
  const silent = new Writable({ write: (_text, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: silent, terminal: true })
  const line = await new Promise<string>((resolve) => {
    lines.once('line', resolve)
    lines.once('close', () => resolve(''))
    lines.once('SIGINT', () => {
      lines.close()
      stderr.write('\n')
      process.exit(INTERRUPTED)
    })
  })
  lines.close()
  stderr.write('\n')
  return line
}
