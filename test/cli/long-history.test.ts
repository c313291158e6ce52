import initSqlJs from 'sql.js/dist/sql-wasm.js'
import { expect, it } from 'vitest'
import type { ScanPayload } from '../../src/cli/payload.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { plainDates } from '../engine/plain-dates.ts'
import { LONG_ZONE, longHistory, monthsOf } from '../fixtures/long-history.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

it('a history of fourteen months has its dates all over them, as counting plainly gives them', async () => {
  await loadSqlite(compileSqliteOnNode)
  const file = laurel.file('long.db', longHistory(await initSqlJs()))
  const { stdout } = await laurel.run(['scan', file, '--json', '--timezone', LONG_ZONE])
  const { sessions, achievements }: ScanPayload = JSON.parse(stdout)
  const dates = plainDates(sessions, LONG_ZONE)
  const told = achievements.flatMap(({ id, unlocked, unlocked_at, tier_history }) => [
    ...(unlocked ? [[id, unlocked_at] as const] : []),
    ...tier_history.map(({ tier, reached_at }) => [`${id} ${tier}`, reached_at] as const),
  ])
  expect(new Map(told)).toEqual(new Map([...dates].map(([key, { at }]) => [key, at])))
  expect(monthsOf(told.map(([, at]) => at))).toBeGreaterThanOrEqual(12)
})
