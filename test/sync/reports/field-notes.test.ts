import { expect, it } from 'vitest'
import { ReportedSessionSchema } from '../../../src/contract/reports.ts'
import { COUNTED_STATS } from '../../../src/engine/stats.ts'
import { COUNT_NOTES, FIELD_NOTES } from '../../../src/sync/reports/field-notes.ts'

it('explains every field that a report has, and none that it has not', () => {
  expect(Object.keys(FIELD_NOTES).sort()).toEqual(Object.keys(ReportedSessionSchema.shape).sort())
  for (const note of Object.values(FIELD_NOTES)) expect(note).toMatch(/^[A-Z].{20,}\.$/)
})

it('says of every count what it counts', () => {
  expect(Object.keys(COUNT_NOTES).sort()).toEqual([...COUNTED_STATS].sort())
  for (const [count, note] of Object.entries(COUNT_NOTES))
    expect([count, note.length > 4]).toEqual([count, true])
})
