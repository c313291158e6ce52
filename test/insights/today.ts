import { readFileSync } from 'node:fs'
import type { Insights } from '../../src/contract/insights.ts'

/** Reports of histories that today's Hermes has written. `every`: over every row, as Hermes prints it. */
const REPORTS = [
  { file: 'today.insights', history: 'today', rows: 'every' },
  { file: 'today.insights.lived', history: 'today', rows: 'lived' },
  { file: 'today.insights.cli', history: 'today', rows: 'every' },
  { file: 'today-edges.insights', history: 'today-edges', rows: 'every' },
  { file: 'today-edges.insights.lived', history: 'today-edges', rows: 'lived' },
] as const

export const TODAY_REPORTS = REPORTS.map(({ file, history, rows }) => {
  const url = new URL(`../golden/today/${file}.expected.json`, import.meta.url)
  const report: Insights = JSON.parse(readFileSync(url, 'utf8'))
  return { file, history, rows, report: sortedTools(report) }
})

/** The report with tools that were used equally often in one order. */
export function sortedTools(report: Insights): Insights {
  return {
    ...report,
    tools: report.tools.toSorted((a, b) => b.count - a.count || (a.tool < b.tool ? -1 : 1)),
  }
}
