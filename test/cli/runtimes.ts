import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

/**
 * `npm run runtimes`: runs the built tool on Bun and Deno, from the npm registry, and compares what it prints with what
 * it prints on Node, byte by byte but for the moment of the run. Exits with 1 if anything differs.
 */

const PACKAGES = ['bun@1.4.5', 'deno@2.9.6']
const RUNTIMES = { Bun: ['bun'], Deno: ['deno', 'run', '--allow-all', '--quiet'] }
const HISTORIES = ['history', 'edges', 'today/today']
const COMMANDS = [
  ['scan', '--json'],
  ['scan', '--json', '--threads', '2'],
  ['export'],
  ['insights', '--json', '--days', '3650'],
  ['sessions', '--json'],
]

const folder = mkdtempSync(join(tmpdir(), 'laurel-runtimes-'))
try {
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, ...PACKAGES])
  const programs = Object.entries(RUNTIMES).map(([name, [program = '', ...before]]) => {
    const path = join(folder, 'node_modules', '.bin', program)
    return { name, printed: (args: readonly string[]) => output(path, [...before, ...args]) }
  })
  for (const history of HISTORIES) {
    const file = join(folder, 'state.db')
    writeFileSync(file, gunzipSync(readFileSync(`test/golden/${history}.db.gz`)))
    for (const [command = '', ...options] of COMMANDS) {
      const args = [resolve('dist/laurel.js'), command, file, '--timezone', 'UTC', ...options]
      const expected = output(process.execPath, args)
      for (const { name, printed } of programs) {
        const same = printed(args) === expected
        console.log(
          `${name}: ${[command, ...options].join(' ')} of ${history} ${same ? 'is the same' : 'DIFFERS'}`,
        )
        if (!same) process.exitCode = 1
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true })
}

function output(program: string, args: readonly string[]): string {
  const text = execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  if (text.trim() === '') throw new Error(`${program} printed nothing`)
  return text.replace(/("(?:recorded|generated)_at": ?)[\d.]+/g, '$10')
}
