import { keysOf } from './records.ts'
import { COUNTS, type CountSignal } from './signals.ts'
import type { TextFigures } from './text-figures.ts'
import type { SessionStats } from './types.ts'

const ERRORS_BEFORE_TINY_PATCH = 5

type EventSignal = Exclude<CountSignal, 'background_starts'>

const EVENT_SIGNALS = keysOf(COUNTS).filter((signal): signal is EventSignal => signal !== 'background_starts')

/**
 * Fills in the stats that follow from what the text of a session holds, and adds to those of its tools. Some
 * signals count only beside others: a YAML mishap beside an error, an install that failed beside both.
 */
export function addTextStats(stats: SessionStats, figures: TextFigures): void {
  const { counts, flags, errorMessages, skillWords } = figures
  const anyError = errorMessages > 0
  for (const signal of EVENT_SIGNALS) stats[signal] = counts[signal]
  if (!anyError) stats.yaml_error_events = 0
  stats.error_count = errorMessages
  stats.port_conflict = flags.port_conflict
  stats.port_conflict_events = Number(flags.port_conflict)
  stats.install_error_events = Number(flags.install && anyError)
  stats.install_success_events = Number(flags.install && flags.success)
  stats.restart_after_error_events = Number(anyError && flags.restart)
  stats.tiny_patch_after_errors_events = Number(errorMessages >= ERRORS_BEFORE_TINY_PATCH && flags.tiny_patch)
  stats.process_calls += counts.background_starts
  stats.skill_events += skillWords
}
