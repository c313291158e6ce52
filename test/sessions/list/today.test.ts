import { describe, expect, it } from 'vitest'
import { factsOf, NO_RECORD } from '../../../src/sessions/session-record.ts'
import { golden, reading, sessionsOf } from '../../snapshot/histories.ts'
import { inOneOrder } from './golden-lists.ts'
import { type Listed, sessionList } from './records.ts'
import { TODAY, TODAY_LISTS } from './today.ts'

const known = new Map<string, Listed[]>(
  await Promise.all(
    TODAY.map(async (name) => {
      const rows = await reading(golden(`today/${name}`), sessionsOf)
      return [name, rows.map((row) => ({ ...NO_RECORD, ...factsOf(row), preview: row.preview }))] as const
    }),
  ),
)

describe('the lists of histories of today', () => {
  it.each(TODAY_LISTS)('$history: $list', ({ history, list, options, expected }) => {
    const rows = sessionList(known.get(history) ?? [], options)
    expect(inOneOrder(rows, list)).toEqual(inOneOrder(expected, list))
  })
})
