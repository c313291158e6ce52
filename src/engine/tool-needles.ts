import { detached } from './detached.ts'
import { keysOf } from './records.ts'

/**
 * Calls are counted by what the tool's lower-cased name contains. A call counts once for a stat, however many of
 * its needles it holds.
 */
export const TOOL_NEEDLES = {
  terminal_calls: ['terminal'],
  web_calls: ['web_search', 'web_extract'],
  web_extract_calls: ['web_extract'],
  browser_calls: ['browser'],
  patch_calls: ['patch'],
  file_reads_searches: ['read_file', 'search_files'],
  file_tool_calls: ['read_file', 'write_file', 'patch', 'search_files'],
  delegate_calls: ['delegate_task'],
  process_calls: ['process'],
  cron_calls: ['cronjob'],
  image_vision_calls: ['image', 'vision'],
  tts_calls: ['tts', 'text_to_speech'],
  skill_events: ['skill'],
  skill_manage_events: ['skill_manage'],
  memory_events: ['memory', 'mnemosyne'],
  memory_write_events: ['mnemosyne_remember', 'memory'],
} as const satisfies Record<string, readonly string[]>

export type ToolStat = keyof typeof TOOL_NEEDLES

export const TOOL_STATS = keysOf(TOOL_NEEDLES)

/** Few tools are called many times. What is known of them is forgotten when it becomes too many. */
const NAMES_KEPT = 512
const NAME_LENGTH_KEPT = 128
const known = new Map<string, readonly ToolStat[]>()

/** The stats that a call of this tool counts for. */
export function toolStatsOf(name: string): readonly ToolStat[] {
  const kept = known.get(name)
  if (kept !== undefined) return kept
  const lowered = name.toLowerCase()
  const stats = TOOL_STATS.filter((stat) => TOOL_NEEDLES[stat].some((needle) => lowered.includes(needle)))
  if (known.size >= NAMES_KEPT) known.clear()
  if (name.length <= NAME_LENGTH_KEPT) known.set(detached(name), stats)
  return stats
}
