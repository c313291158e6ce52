import type { Provenance } from '../../contract/achievements.ts'
import type { Insights, InsightsSummary } from '../../contract/insights.ts'

/** How many there are of what a report lists the most used of. */
export interface Distinct {
  models: number
  tools: number
}

/** The publishable part of a report: totals, without names, titles, costs or days. */
export function summaryOfInsights(
  report: Insights,
  distinct: Distinct,
  provenance: Provenance,
): InsightsSummary {
  const { days, generated_at, skills } = report
  return {
    days,
    generated_at,
    ...(report.empty ? NOTHING : totalsOf(report)),
    distinct_models: distinct.models,
    distinct_tools: distinct.tools,
    distinct_skills: skills.summary.distinct_skills_used,
    provenance,
  }
}

const NOTHING = {
  total_sessions: 0,
  total_messages: 0,
  total_tool_calls: 0,
  total_tokens: 0,
  total_hours: 0,
  active_days: 0,
  max_streak: 0,
}

function totalsOf({ overview, activity }: Insights & { empty: false }): typeof NOTHING {
  return {
    total_sessions: overview.total_sessions,
    total_messages: overview.total_messages,
    total_tool_calls: overview.total_tool_calls,
    total_tokens: overview.total_tokens,
    total_hours: overview.total_hours,
    active_days: activity.active_days,
    max_streak: activity.max_streak,
  }
}
