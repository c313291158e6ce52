import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { watching } from '../../src/cli/watching.ts'
import { type ErrorCode, LaurelError } from '../../src/errors.ts'
import { PassingFailure } from '../../src/sync/retry.ts'

const folder = mkdtempSync(join(tmpdir(), 'laurel-watch-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'state.db')

const refusal = (code: ErrorCode) => new LaurelError(code, `It is ${code}.`)

/** Watches for this many checks; before each, `look` is called with its number. */
async function watched(
  looks: number,
  work: (done: number) => void,
  look: (number: number) => void = () => {},
) {
  writeFileSync(path, 'x')
  const told: string[] = []
  const pauses: number[] = []
  let [done, looked] = [0, 0]
  const over = new Error('over')
  const watch = watching(
    path,
    60,
    async () => work(done++),
    (text) => told.push(text),
    async (milliseconds) => {
      pauses.push(milliseconds / 1000)
      if (++looked >= looks) throw over
      look(looked)
    },
  )
  await expect(watch).rejects.toBe(over)
  return { done, told, pauses }
}

describe('a history that is watched', () => {
  it.each(['snapshot_replaced', 'history_busy', 'scan_failed'] as const)(
    'is looked at again each time it is %s',
    async (code) => {
      const { done, told } = await watched(9, () => {
        throw refusal(code)
      })
      expect([done, told.length]).toEqual([9, 9])
    },
  )

  it.each([
    'not_found',
    'empty_upload',
    'not_a_database',
    'snapshot_truncated',
    'snapshot_corrupt',
    'wal_missing',
    'wal_mismatch',
    'no_sessions_table',
    'unreadable_table',
  ] as const)('is told once to be %s, and sent when it has changed', async (code) => {
    const { done, told } = await watched(
      9,
      (tries) => {
        if (tries === 0) throw refusal(code)
      },
      (number) => number === 5 && writeFileSync(path, 'more'),
    )
    expect([done, told]).toEqual([2, [`It is ${code}.`]])
  })

  it.each(['', '-wal', '-journal'])('has changed when its file …%s has', async (suffix) => {
    const { done } = await watched(
      4,
      () => {},
      (number) => {
        if (number === 2) writeFileSync(path + suffix, `new ${suffix}`)
      },
    )
    expect(done).toBe(2)
  })

  it('outlasts a server that is down', async () => {
    const { done, told } = await watched(5, (tries) => {
      if (tries < 3) throw new PassingFailure('The server is down.')
    })
    expect([done, told]).toEqual([4, ['The server is down. Trying again, less and less often.']])
  })

  it('is sent after growing pauses while the server is down, and looked at as before afterwards', async () => {
    const { pauses } = await watched(9, (tries) => {
      if (tries < 6) throw new PassingFailure('The server is down.')
    })
    const longest = [120, 240, 480, 900, 900, 900]
    for (const [index, max] of longest.entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual(max / 2)
      expect(pauses[index]).toBeLessThanOrEqual(max)
    }
    expect(pauses.slice(6)).toEqual([60, 60, 60])
  })

  it('is sent no sooner than a busy server asks for', async () => {
    const { pauses } = await watched(2, (tries) => {
      if (tries === 0) throw new PassingFailure('The server is busy.', 3_600_000)
    })
    expect(pauses).toEqual([3600, 60])
  })

  it('is watched no more when the server refuses its owner', async () => {
    writeFileSync(path, 'x')
    const watch = watching(
      path,
      60,
      () => Promise.reject(refusal('wrong_key')),
      () => {},
      async () => {},
    )
    await expect(watch).rejects.toMatchObject({ code: 'wrong_key' })
  })
})
