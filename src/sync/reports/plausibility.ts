import type { ReportedSession } from '../../contract/reports.ts'
import { LaurelError } from '../../errors.ts'

type Counts = ReportedSession['counts']
type Stat = keyof Counts

/** Counts that are part of another, or that never exceed it. */
const AT_MOST: readonly (readonly [Stat, Stat])[] = [
  ['error_count', 'message_count'],
  ['terminal_calls', 'tool_call_count'],
  ['web_calls', 'tool_call_count'],
  ['web_extract_calls', 'tool_call_count'],
  ['browser_calls', 'tool_call_count'],
  ['patch_calls', 'tool_call_count'],
  ['file_reads_searches', 'tool_call_count'],
  ['file_tool_calls', 'tool_call_count'],
  ['delegate_calls', 'tool_call_count'],
  ['cron_calls', 'tool_call_count'],
  ['image_vision_calls', 'tool_call_count'],
  ['tts_calls', 'tool_call_count'],
]

/** Counts that say yes or no. */
const FLAGS: readonly Stat[] = [
  'port_conflict_events',
  'install_error_events',
  'install_success_events',
  'restart_after_error_events',
  'tiny_patch_after_errors_events',
]

/**
 * Refuses what no session can have: figures that contradict each other.
 * @throws LaurelError `impossible_figures`, naming the field
 */
export function checkPlausible({ counts, record }: ReportedSession): void {
  const count = (stat: Stat) => counts[stat] ?? 0
  for (const [part, whole] of AT_MOST) {
    if (count(part) > count(whole)) throw impossible(part, `it is more than ${whole}`)
  }
  for (const flag of FLAGS) if (count(flag) > 1) throw impossible(flag, 'it is 0 or 1')
  if (count('web_browser_calls') !== count('web_calls') + count('browser_calls')) {
    throw impossible('web_browser_calls', 'it is web_calls and browser_calls together')
  }
  const told = record ? record.user_messages + record.assistant_messages + record.tool_messages : 0
  if (told > count('message_count')) throw impossible('record', 'it has more messages than message_count')
  if (count('message_count') === 0) {
    const stray = Object.entries(counts).find(([, value]) => value > 0)
    if (stray) throw impossible(stray[0], 'a session without messages has none')
  }
}

function impossible(field: string, why: string): LaurelError {
  return new LaurelError('impossible_figures', `${field}: This can’t be: ${why}.`, {
    hint: 'Report what the scan gave, unchanged.',
  })
}
