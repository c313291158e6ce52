import type { InsightsTool } from '../../contract/insights.ts'
import type { SessionRecord } from '../../engine/session-record.ts'
import { BoundedNames, listed } from './bounded-names.ts'

/**
 * Counts uses by tool: the greater of what tool rows and calls say, since some sessions have only one of them. Versions
 * of Hermes without marks compared them over all sessions. Most used first, on a tie by name.
 */
export class ToolTally {
  readonly #uses = new BoundedNames(() => ({ count: 0, rows: 0, calls: 0 }))

  get distinct(): number {
    return this.#uses.size
  }

  add({ tools, marks }: Pick<SessionRecord, 'tools' | 'marks'>): void {
    for (const { tool, rows, calls } of tools) {
      const uses = this.#uses.of(tool)
      if (uses === null) continue
      if (marks === null) {
        uses.rows += rows
        uses.calls += calls
      } else uses.count += Math.max(rows, calls)
    }
  }

  report(): InsightsTool[] {
    const counts = this.#uses.all().map(([tool, { count, rows, calls }]) => ({
      tool,
      count: count + Math.max(rows, calls),
    }))
    const total = counts.reduce((sum, { count }) => sum + count, 0)
    counts.sort((a, b) => b.count - a.count || (a.tool < b.tool ? -1 : 1))
    return listed(counts).map(({ tool, count }) => ({
      tool,
      count,
      percentage: total === 0 ? 0 : (count / total) * 100,
    }))
  }
}
