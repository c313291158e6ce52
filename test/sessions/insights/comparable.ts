import type { Insights } from '../../../src/contract/insights.ts'

/**
 * Returns a report in a form that compares with those of May 2026: tools used equally often come in any order, costs
 * are not estimated, and models have fewer fields.
 */
export function comparable(report: Insights): Insights {
  const { estimated_cost: _, ...overview } = { estimated_cost: 0, ...report.overview }
  const { tools } = sortedTools(report)
  const models = report.models.map(({ reasoning_tokens, api_calls, cost, actual_cost, ...model }) => model)
  return { ...report, overview, models, tools } as Insights
}

/** Returns the report with tools used equally often in one order. */
export function sortedTools(report: Insights): Insights {
  return {
    ...report,
    tools: report.tools.toSorted((a, b) => b.count - a.count || (a.tool < b.tool ? -1 : 1)),
  }
}
