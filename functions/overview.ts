import type { Config } from '../src/config.ts'
import { type Overview, OverviewTable } from '../src/storage/overview-table.ts'

/** Returns what the operator is shown now. */
export function readOverview(env: Env, config: Config): Promise<Overview> {
  const now = Date.now() / 1000
  const overdueBefore = now - config.OVERDUE_SECONDS
  return new OverviewTable(env.REGISTRY).read({ now, overdueBefore, countedMax: config.OVERVIEW_COUNTED_MAX })
}
