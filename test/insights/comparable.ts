import type { Insights } from '../../src/contract/insights.ts'

/** A report as it compares: tools that were used equally often come in any order, and costs are not estimated. */
export function comparable(report: Insights): Insights {
  const { estimated_cost: _, ...overview } = { estimated_cost: 0, ...report.overview }
  const tools = report.tools.toSorted((a, b) => b.count - a.count || (a.tool < b.tool ? -1 : 1))
  return { ...report, overview, tools } as Insights
}
