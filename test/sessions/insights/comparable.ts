import type { Insights } from '../../../src/contract/insights.ts'

/**
 * A report as it compares with those of May 2026: tools that were used equally often come in any order, and costs are
 * not estimated. Of models less was told.
 */
export function comparable(report: Insights): Insights {
  const { estimated_cost: _, ...overview } = { estimated_cost: 0, ...report.overview }
  const { tools } = sortedTools(report)
  const models = report.models.map(({ reasoning_tokens, api_calls, cost, actual_cost, ...model }) => model)
  return { ...report, overview, models, tools } as Insights
}

/** The report with tools that were used equally often in one order. */
export function sortedTools(report: Insights): Insights {
  return {
    ...report,
    tools: report.tools.toSorted((a, b) => b.count - a.count || (a.tool < b.tool ? -1 : 1)),
  }
}
