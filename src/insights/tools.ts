import type { InsightsTool } from '../contract/insights.ts'
import type { ToolUse } from '../engine/session-record.ts'

/**
 * How often each tool was used: the greater of what the tools' own rows say and what the calls say, over all
 * sessions, since some histories have the one and some the other. Most first, equal ones by name.
 */
export class ToolTally {
  readonly #uses = new Map<string, { rows: number; calls: number }>()

  add(tools: readonly ToolUse[]): void {
    for (const { tool, rows, calls } of tools) {
      const uses = this.#uses.get(tool) ?? { rows: 0, calls: 0 }
      uses.rows += rows
      uses.calls += calls
      this.#uses.set(tool, uses)
    }
  }

  report(): InsightsTool[] {
    const counts = Array.from(this.#uses, ([tool, { rows, calls }]) => ({
      tool,
      count: Math.max(rows, calls),
    }))
    const total = counts.reduce((sum, { count }) => sum + count, 0)
    return counts
      .sort((a, b) => b.count - a.count || (a.tool < b.tool ? -1 : 1))
      .map(({ tool, count }) => ({ tool, count, percentage: total === 0 ? 0 : (count / total) * 100 }))
  }
}
