import { describe, expect, it } from 'vitest'
import { factsOf } from '../../src/scan/session-record.ts'
import { sessionList } from '../../src/sessions/list.ts'
import { golden, reading, sessionsOf } from '../snapshot/histories.ts'
import { inOneOrder, TODAY, TODAY_LISTS } from './today.ts'

const records = new Map(
  await Promise.all(
    TODAY.map(async (name) => {
      const rows = await reading(golden(`today/${name}`), sessionsOf)
      return [name, rows.map((row) => ({ ...factsOf(row), preview: row.preview }))] as const
    }),
  ),
)

describe('the lists of histories of today', () => {
  it.each(TODAY_LISTS)('$history: $list', ({ history, list, options, expected }) => {
    const rows = sessionList(records.get(history) ?? [], options)
    expect(inOneOrder(rows, list)).toEqual(inOneOrder(expected, list))
  })
})
