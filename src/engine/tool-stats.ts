import { flattenString } from './flatten-string.ts'
import { COUNTED_STATS, STATS, type ToolStat } from './stats.ts'

/** Stats that count calls of tools. */
export const TOOL_STATS = COUNTED_STATS.filter(
  (stat): stat is ToolStat => typeof STATS[stat].from !== 'string',
)

/** Results are cached, because few tools are called many times. The cache is cleared at this size. */
const NAMES_KEPT = 512
const NAME_LENGTH_KEPT = 128
const known = new Map<string, readonly ToolStat[]>()

/** Returns the stats that a call of this tool counts for. */
export function toolStatsOf(name: string): readonly ToolStat[] {
  const kept = known.get(name)
  if (kept !== undefined) return kept
  const lowered = name.toLowerCase()
  const stats = TOOL_STATS.filter((stat) => STATS[stat].from.some((keyword) => lowered.includes(keyword)))
  if (known.size >= NAMES_KEPT) known.clear()
  if (name.length <= NAME_LENGTH_KEPT) known.set(flattenString(name), stats)
  return stats
}
