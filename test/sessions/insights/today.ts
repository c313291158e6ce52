import { readFileSync } from 'node:fs'
import type { Insights } from '../../../src/contract/insights.ts'
import { sortedTools } from './comparable.ts'

/**
 * Reports of histories that current Hermes has written: as Hermes prints them, over every row, and over what counts.
 */
const REPORTS = [
  { file: 'today.insights', history: 'today', counting: 'hermes' },
  { file: 'today.insights.lived', history: 'today', counting: 'lived' },
  { file: 'today.insights.cli', history: 'today', counting: 'hermes' },
  { file: 'today-edges.insights', history: 'today-edges', counting: 'hermes' },
  { file: 'today-edges.insights.lived', history: 'today-edges', counting: 'lived' },
] as const

export const TODAY_REPORTS = REPORTS.map(({ file, history, counting }) => {
  const url = new URL(`../../golden/today/${file}.expected.json`, import.meta.url)
  const report: Insights = JSON.parse(readFileSync(url, 'utf8'))
  return { file, history, counting, report: sortedTools(report) }
})
