import { describe, expect, it } from 'vitest'
import { InsightsSchema } from '../../../src/contract/insights.ts'
import { insightsOf } from '../../../src/sessions/insights/report.ts'
import { golden } from '../../snapshot/histories.ts'
import { recordsOf } from '../list/golden-records.ts'
import { sortedTools } from './comparable.ts'
import { TODAY_REPORTS } from './today.ts'

describe('the reports of histories of today', () => {
  it.each(TODAY_REPORTS)('$file', async ({ history, counting, report: expected }) => {
    const records = await recordsOf(golden(`today/${history}`), counting)
    const { days, source_filter, timezone, generated_at } = expected
    const report = insightsOf(records, { days, source: source_filter, timeZone: timezone, now: generated_at })
    expect(sortedTools(report)).toEqual(expected)
    expect(InsightsSchema.parse(report)).toEqual(report)
  })
})
