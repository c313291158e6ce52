import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FileSource } from '../../src/cli/file-source.ts'
import { golden } from '../snapshot/histories.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

describe('the checkpoint of a history that nothing was written to for a while', () => {
  afterEach(() => {
    vi.useRealTimers()
  })
  /** An hour later, the files are no longer new. */
  const wait = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
  const report = async (database: string, checkpoint: string, ...more: string[]) => {
    const args = ['scan', database, '--timezone', 'UTC', '--checkpoint', checkpoint, ...more]
    const { status, stdout, stderr } = await laurel.run(args)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return stdout.replace(/[\d.]+ m?s · UTC/, '')
  }
  const REUSED =
    /(?<="mode": ?")(full|incremental)",.*?"sessions_rescanned": ?\d+,\s*"sessions_reused": ?\d+/s
  it('says what the scan said, without a look at history or sessions', async () => {
    wait()
    const checkpoint = laurel.path('kept.checkpoint')
    const database = laurel.golden('edges')
    const first = await report(database, checkpoint)
    // Whoever looked at them would find the sessions damaged.
    const damaged = readFileSync(checkpoint, 'latin1').replace('\t{"message_count"', '\t{"Xessage_count"')
    writeFileSync(checkpoint, damaged, 'latin1')
    const again = await report(database, checkpoint)
    expect(again).toContain('64 sessions (64 unchanged)')
    expect(again.replace(' (64 unchanged)', '')).toBe(first)
  })

  it('says it in JSON, of one badge and as a document, too, and reporting leaves it as it is', async () => {
    wait()
    const checkpoint = laurel.path('others.checkpoint')
    const database = laurel.golden('history')
    const all = ['--timezone', 'UTC', '--checkpoint', checkpoint]
    const printed = async (...args: string[]) => (await laurel.run([...args, ...all])).stdout
    const commands = [
      ['scan', database, '--json'],
      ['show', 'let_him_cook', database],
      ['export', database, '--format', 'markdown', '--handle', 'ada'],
    ]
    for (const args of commands) {
      rmSync(checkpoint, { force: true })
      const said = await printed(...args)
      const kept = readFileSync(checkpoint)
      const read = vi.spyOn(FileSource.prototype, 'read')
      const again = await printed(...args)
      expect(read).not.toHaveBeenCalled()
      read.mockRestore()
      expect(again.replace(REUSED, 'full,110,0')).toBe(said.replace(REUSED, 'full,110,0'))
      expect(readFileSync(checkpoint)).toEqual(kept)
    }
    const kept = readFileSync(checkpoint, 'utf8')
    await printed('push', database, '--to', 'http://localhost', '--handle', 'ada', '--print')
    expect(readFileSync(checkpoint, 'utf8')).toBe(kept)
  })

  it('is read if the history was written to, exchanged, or is counted otherwise', async () => {
    wait()
    const checkpoint = laurel.path('moved.checkpoint')
    const database = laurel.golden('history')
    const tokyo = await report(database, checkpoint, '--timezone', 'Asia/Tokyo')
    const utc = await report(database, checkpoint)
    expect(await report(database, checkpoint, '--timezone', 'Asia/Tokyo')).toContain('unchanged')
    expect(tokyo).not.toBe(utc)
    writeFileSync(database, golden('history-next'))
    const next = await report(database, checkpoint)
    expect(next).toContain('112 sessions (106 unchanged)')
    rmSync(checkpoint)
    expect(next.replace(' (106 unchanged)', '')).toBe(await report(database, checkpoint))
  })

  it('says what the refresh said that was written beside the rest', async () => {
    wait()
    const checkpoint = laurel.path('beside.checkpoint')
    const database = laurel.golden('history')
    await report(database, checkpoint)
    const before = readFileSync(checkpoint)
    writeFileSync(database, golden('history-next'))
    const next = await report(database, checkpoint)
    expect(readFileSync(checkpoint).subarray(0, before.length)).toEqual(before)
    const read = vi.spyOn(FileSource.prototype, 'read')
    const again = await report(database, checkpoint)
    expect(read).not.toHaveBeenCalled()
    expect(again).toBe(next.replace('(106 unchanged)', '(112 unchanged)'))
    // Without it, the history is looked at again.
    writeFileSync(checkpoint, readFileSync(checkpoint).subarray(0, -1))
    expect(await report(database, checkpoint)).toBe(next)
    expect(read).toHaveBeenCalled()
    read.mockRestore()
  })

  it('is not trusted if the history was written just before it', async () => {
    const checkpoint = laurel.path('fresh.checkpoint')
    await report(laurel.golden('edges'), checkpoint)
    expect(readFileSync(checkpoint, 'utf8')).toContain('"result":{"bytes":1,')
  })
})
