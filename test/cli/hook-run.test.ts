import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runHook } from '../../src/cli/hook-run.ts'
import { SETTINGS } from '../../src/config.ts'

const PUSHED = {
  server: 'http://localhost:8787',
  handle: 'ada',
  source: 'default',
  keyFile: null,
  titles: false,
  sessions: false,
  upload: false,
}
const TIMES = { pauseMs: 0, limitMs: 60_000 }
/** Of a process that has ended. No system gives out so high an id. */
const NOBODY = 2 ** 30

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'laurel-hook-run-'))
  mkdirSync(at('own'))
  writeFileSync(at('state.db'), '1')
})
afterEach(() => rmSync(folder, { recursive: true }))
const at = (...names: string[]) => join(folder, ...names)
const log = () => readFileSync(at('own/log'), 'utf8')

/** Runs the hook with this program in place of laurel. Returns the arguments of each time that it ran. */
async function run(program = '', { pushed = {}, times = {} } = {}): Promise<string[][]> {
  const noted = `require('node:fs').appendFileSync(${JSON.stringify(at('asked'))}, JSON.stringify(process.argv.slice(2)) + '\\n')`
  writeFileSync(at('laurel.cjs'), `${noted}\n${program}`)
  const options = { action: 'run' as const, folder: at('own'), history: at('state.db') }
  await runHook(
    { ...options, pushed: { ...PUSHED, ...pushed } },
    { node: process.execPath, script: at('laurel.cjs') },
    { ...TIMES, ...times },
  )
  if (!existsSync(at('asked'))) return []
  return readFileSync(at('asked'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('the update that a hook runs', () => {
  it('is laurel push with the owner’s options, and a checkpoint', async () => {
    const pushed = { titles: true, source: 'laptop', keyFile: '/k' }
    const asked = await run("console.log('Done.\\nAll.'); console.error('But.')", { pushed })
    const page = [
      '--to',
      PUSHED.server,
      '--handle',
      'ada',
      '--source',
      'laptop',
      '--key-file',
      '/k',
      '--titles',
    ]
    expect(asked).toEqual([['push', at('state.db'), ...page, '--checkpoint', at('own/checkpoint')]])
    expect(log()).toMatch(/^\d{4}-\S+Z (Done. All. But.|But. Done. All.)\n$/)
    expect(statSync(at('own/log')).mode & 0o777).toBe(0o600)
    expect(existsSync(at('own/running'))).toBe(false)
  })

  it('sends the history itself only if the owner says so', async () => {
    expect(await run('', { pushed: { upload: true } })).toEqual([
      ['push', at('state.db'), '--to', PUSHED.server, '--handle', 'ada', '--upload'],
    ])
  })

  it('runs again if the history has changed meanwhile', async () => {
    const grow = `const { statSync, appendFileSync } = require('node:fs')
      if (statSync(${JSON.stringify(at('state.db'))}).size < 3) appendFileSync(${JSON.stringify(at('state.db'))}, 'x')`
    expect(await run(grow)).toHaveLength(3)
  })

  it('is not repeated after a failure, which the log tells', async () => {
    expect(await run("console.error('laurel: no.'); process.exitCode = 1")).toHaveLength(1)
    expect(log()).toContain(' laurel: no. Failed with status 1.\n')
  })

  it('is ended when it takes too long', async () => {
    await run('setInterval(() => {}, 1000)', { times: { limitMs: 500 } })
    expect(log()).toContain(' Ended, since it took more than 0.5 s.\n')
  })

  it('does not run beside another one', async () => {
    writeFileSync(at('own/running'), String(process.pid))
    expect(await run()).toEqual([])
    expect(readFileSync(at('own/running'), 'utf8')).toBe(String(process.pid))
  })

  it('runs if another one was killed', async () => {
    writeFileSync(at('own/running'), String(NOBODY))
    expect(await run()).toHaveLength(1)
  })

  it('does not run, and leaves nothing, once the hook is removed', async () => {
    rmSync(at('own'), { recursive: true })
    expect(await run()).toEqual([])
    expect(existsSync(at('own'))).toBe(false)
  })

  it('leaves a log that stays small', async () => {
    await run("console.log('x'.repeat(1_000_000))")
    expect(log().length).toBeLessThan(5000)
    writeFileSync(at('own/log'), 'y'.repeat(SETTINGS.HOOK_LOG_MAX_BYTES.value + 1))
    await run()
    await run()
    expect(log().split('\n')).toHaveLength(3)
    expect(readdirSync(at('own')).sort()).toEqual(['log', 'log.1'])
  })
})
