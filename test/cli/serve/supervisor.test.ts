import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ServeLog } from '../../../src/cli/serve/serve-log.ts'
import { Supervisor } from '../../../src/cli/serve/supervisor.ts'

/** A runtime that fails to start as often as it is told, then says that it listens, and waits for its end. */
const RUNTIME = `#!/usr/bin/env node
const { appendFileSync, readFileSync, writeSync } = require('node:fs')
appendFileSync(__filename + '.starts', '.')
const [fails, lives] = readFileSync(__filename + '.plan', 'utf8').split(' ').map(Number)
if (readFileSync(__filename + '.starts', 'utf8').length <= fails) process.exit(1)
for (const socket of ['http', 'operations']) writeSync(3, JSON.stringify({ event: 'listen', socket, port: 8787 }) + '\\n')
setTimeout(() => {}, lives)
`

const running: Supervisor[] = []
const folders: string[] = []
afterEach(() => {
  for (const supervisor of running.splice(0)) supervisor.kill()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** `lives`: how long a runtime that starts goes on. Unit: milliseconds. */
function supervised({ fails = 0, lives = 60_000 }) {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-'))
  folders.push(folder)
  const workerd = join(folder, 'runtime.cjs')
  writeFileSync(workerd, RUNTIME, { mode: 0o755 })
  writeFileSync(`${workerd}.plan`, `${fails} ${lives}`)
  const events: string[] = []
  const log = new ServeLog({ write: (line: string) => events.push(JSON.parse(line).event) > 0 }, 'json')
  const nowhere = { config: '', host: '127.0.0.1', port: 0, socket: join(folder, 'socket'), folders: {} }
  const options = { workerd, ...nowhere, variables: { PATH: process.env.PATH ?? '' }, onLine: () => {} }
  const supervisor = new Supervisor(options, join(folder, 'runtime.pid'), log)
  running.push(supervisor)
  const starts = () => readFileSync(`${workerd}.starts`, 'utf8').length
  return { supervisor, events, starts }
}

describe('a runtime', () => {
  it('that fails to start is tried three times', async () => {
    const { supervisor, events, starts } = supervised({ fails: 2 })
    expect((await supervisor.start()).port).toBe(8787)
    expect([events, starts()]).toEqual([['start_failed', 'start_failed'], 3])
  })

  it('that fails to start a third time is given up', async () => {
    const { supervisor, starts } = supervised({ fails: 3 })
    await expect(supervisor.start()).rejects.toThrow('The runtime did not start.')
    expect(starts()).toBe(3)
  })

  it('that ends again and again is given up', async () => {
    const { supervisor, events, starts } = supervised({ lives: 0 })
    await supervisor.start()
    await expect(supervisor.keepGoing()).rejects.toThrow('The runtime ended again and again.')
    expect(starts()).toBe(7)
    expect(events.filter((event) => event === 'runtime_started')).toHaveLength(6)
  })

  it('that was told to stop is not started again', async () => {
    const { supervisor, events, starts } = supervised({})
    await supervisor.start()
    const going = supervisor.keepGoing()
    await supervisor.stop()
    await going
    expect([events, starts()]).toEqual([[], 1])
  })
})
