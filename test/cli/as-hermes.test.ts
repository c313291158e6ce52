import { describe, expect, it } from 'vitest'
import type { ScanPayload } from '../../src/cli/payload.ts'
import { bySessionId } from '../engine/golden.ts'
import { type TodayName, todayExpected, todayHistory } from '../scan/today.ts'
import { asGolden } from './as-golden.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

async function scan(name: TodayName, ...more: string[]): Promise<{ payload: ScanPayload; stderr: string }> {
  const database = laurel.file(`${name}.db`, todayHistory(name))
  const args = ['scan', database, '--json', '--timezone', 'UTC', ...more]
  const { status, stdout, stderr } = await laurel.run(args)
  expect(status).toBe(0)
  return { payload: JSON.parse(stdout), stderr }
}

const WAYS: ['lived' | 'plugin', ...string[]][] = [['lived'], ['plugin', '--as-hermes']]

describe.each(WAYS)('a history of today’s Hermes, counted as %s', (way, ...flags) => {
  it('has the golden figures', async () => {
    const { payload } = await scan('today', ...flags)
    const { sessions, aggregate, achievements } = todayExpected('today', way)
    expect(payload.sessions.toSorted(bySessionId)).toEqual(sessions.toSorted(bySessionId))
    expect(payload.aggregate).toEqual(aggregate)
    expect(payload.achievements.map(asGolden)).toEqual(achievements)
  })

  it('has those of the next day with the checkpoint of the day before', async () => {
    const checkpoint = laurel.path(`${way}.checkpoint`)
    await scan('today', '--checkpoint', checkpoint, ...flags)
    const { payload, stderr } = await scan('today-next', '--checkpoint', checkpoint, ...flags)
    const { sessions, aggregate } = todayExpected('today-next', way)
    expect(payload.sessions.toSorted(bySessionId)).toEqual(sessions.toSorted(bySessionId))
    expect(payload.aggregate).toEqual(aggregate)
    expect(payload.scan_meta).toMatchObject({ mode: 'incremental', sessions_total: sessions.length })
    expect(stderr).toBe('')
  })
})

it('a checkpoint is bound to the way of counting, and says so', async () => {
  const checkpoint = laurel.path('way.checkpoint')
  await scan('today', '--checkpoint', checkpoint)
  const { payload, stderr } = await scan('today', '--checkpoint', checkpoint, '--as-hermes')
  expect(stderr).toBe('laurel: The checkpoint was made with other settings; all sessions are scanned.\n')
  expect(payload.scan_meta).toMatchObject({ mode: 'full', sessions_reused: 0 })
  expect(payload.aggregate).toEqual(todayExpected('today', 'plugin').aggregate)
})
