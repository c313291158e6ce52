import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { build } from 'esbuild'
import { afterEach, expect, it } from 'vitest'
import { atStandstill, standsStill } from '../../src/cli/backup/standstill.ts'
import { processMark } from '../../src/cli/serve/process-mark.ts'

const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

async function busyProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1)'], { stdio: 'ignore' })
  running.push(child)
  await once(child, 'spawn')
  if (child.pid === undefined) throw new Error('it has no process')
  return child.pid
}

it('a process stands still while it is looked at, and goes on then', async () => {
  const pid = await busyProcess()
  const stood = await atStandstill(processMark(pid), () => standsStill({ pid }))
  expect(stood?.result).toBe(true)
  expect(standsStill({ pid })).toBe(false)
})

it('it goes on after what has failed, too', async () => {
  const pid = await busyProcess()
  const failed = atStandstill(processMark(pid), () => {
    throw new Error('the disk is full')
  })
  await expect(failed).rejects.toThrow('the disk is full')
  expect(standsStill({ pid })).toBe(false)
})

it('it goes on when the one that stopped it is killed', async () => {
  const pid = await busyProcess()
  const killed = await scriptThatDiesMeanwhile(pid)
  running.push(killed)
  const said: string[] = []
  killed.stdout?.on('data', (part) => said.push(String(part)))
  const [, signal] = await once(killed, 'close')
  expect([signal, said.join('')]).toEqual(['SIGKILL', 'it stands still'])
  await expect.poll(() => standsStill({ pid })).toBe(false)
})

it('one that has ended does not count as stopped', async () => {
  const pid = await busyProcess()
  const mark = processMark(pid)
  running[0]?.kill('SIGKILL')
  if (running[0]) await once(running[0], 'exit')
  expect(await atStandstill(mark, () => 'copied')).toBe(null)
})

async function scriptThatDiesMeanwhile(pid: number): Promise<ChildProcess> {
  const contents = `
    import { writeSync } from 'node:fs'
    import { atStandstill, standsStill } from './src/cli/backup/standstill.ts'
    import { processMark } from './src/cli/serve/process-mark.ts'
    await atStandstill(processMark(${pid}), () => {
      writeSync(1, standsStill({ pid: ${pid} }) ? 'it stands still' : 'it goes on')
      process.kill(process.pid, 'SIGKILL')
    })`
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: '.' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  })
  const script = outputFiles[0]?.text ?? ''
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
