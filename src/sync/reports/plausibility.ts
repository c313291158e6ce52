import type { ReportedSession } from '../../contract/reports.ts'
import { COUNTED_STATS, type CountedStat, STATS } from '../../engine/stats.ts'
import { FLAG_STATS } from '../../engine/text-stats.ts'
import { LaurelError } from '../../errors.ts'

/** Counts, each with one that it never exceeds. */
const PARTS: readonly (readonly [part: CountedStat, whole: CountedStat])[] = COUNTED_STATS.flatMap((part) => {
  const row = STATS[part]
  return 'partOf' in row ? [[part, row.partOf] as const] : []
})

/**
 * Rejects impossible sessions: those with figures that contradict each other.
 * @throws LaurelError `impossible_figures`, naming the field
 */
export function checkPlausible({ counts, record }: ReportedSession): void {
  const count = (stat: CountedStat) => counts[stat] ?? 0
  for (const [part, whole] of PARTS) {
    if (count(part) > count(whole)) throw impossible(part, `exceeds ${whole}`)
  }
  for (const flag of FLAG_STATS) if (count(flag) > 1) throw impossible(flag, 'must be 0 or 1')
  if (count('web_browser_calls') !== count('web_calls') + count('browser_calls')) {
    throw impossible('web_browser_calls', 'must be the sum of web_calls and browser_calls')
  }
  const messages = record ? record.user_messages + record.assistant_messages + record.tool_messages : 0
  if (messages > count('message_count')) throw impossible('record', 'exceeds message_count')
  if (count('message_count') === 0) {
    const stray = Object.entries(counts).find(([, value]) => value > 0)
    if (stray) throw impossible(stray[0], 'must be 0 in a session without messages')
  }
}

function impossible(field: string, why: string): LaurelError {
  return new LaurelError('impossible_figures', `${field}: It ${why}.`, {
    hint: 'Report the result of the scan unchanged.',
  })
}
