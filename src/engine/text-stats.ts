import { COUNTED_STATS, STATS, type StatFrom } from './stats.ts'
import type { TextFigures } from './text-figures.ts'
import type { SessionStats } from './types.ts'

const ERRORS_BEFORE_TINY_PATCH = 5

/** Stats that count the matches of their patterns. */
const TEXT_STATS = COUNTED_STATS.filter((stat): stat is StatFrom<'text'> => STATS[stat].from === 'text')

/** Stats that are 1 or 0. */
export const FLAG_STATS = COUNTED_STATS.filter(
  (stat): stat is StatFrom<'flag'> => STATS[stat].from === 'flag',
)

/** When a session counts for a stat that is 1 or 0. */
const FLAG_RULES: Readonly<Record<StatFrom<'flag'>, (figures: TextFigures) => boolean>> = {
  port_conflict_events: ({ flags }) => flags.port_conflict,
  install_error_events: ({ flags, errorMessages }) => flags.install && errorMessages > 0,
  install_success_events: ({ flags }) => flags.install && flags.success,
  restart_after_error_events: ({ flags, errorMessages }) => errorMessages > 0 && flags.restart,
  tiny_patch_after_errors_events: ({ flags, errorMessages }) =>
    errorMessages >= ERRORS_BEFORE_TINY_PATCH && flags.tiny_patch,
}

/**
 * Fills in the stats that derive from a session's text, and adds to those of its tools. Some signals count only
 * together with others: a YAML mishap with an error, a failed install with both.
 */
export function addTextStats(stats: SessionStats, figures: TextFigures): void {
  const { counts, flags, errorMessages, skillWords } = figures
  for (const signal of TEXT_STATS) stats[signal] = counts[signal]
  if (errorMessages === 0) stats.yaml_error_events = 0
  stats.error_count = errorMessages
  stats.port_conflict = flags.port_conflict
  for (const stat of FLAG_STATS) stats[stat] = Number(FLAG_RULES[stat](figures))
  stats.process_calls += counts.background_starts
  stats.skill_events += skillWords
}
