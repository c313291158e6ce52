import { readFileSync } from 'node:fs'
import type { Insights } from '../../src/contract/insights.ts'

const FILES = ['history.insights', 'history.insights.cli'] as const

/** The golden reports. They know no estimated cost: theirs came from a price table. */
export const goldenReports = FILES.map((name) => ({
  name,
  report: comparable(
    JSON.parse(readFileSync(new URL(`../golden/${name}.expected.json`, import.meta.url), 'utf8')),
  ),
}))

/** A report as it compares: tools that were used equally often come in any order, and costs are not estimated. */
export function comparable(report: Insights): Insights {
  const { estimated_cost: _, ...overview } = { estimated_cost: 0, ...report.overview }
  const tools = report.tools.toSorted((a, b) => b.count - a.count || (a.tool < b.tool ? -1 : 1))
  return { ...report, overview, tools } as Insights
}
