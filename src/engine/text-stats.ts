import type { TextFigures } from './text-figures.ts'

const ERRORS_BEFORE_TINY_PATCH = 5

/**
 * The stats that follow from what the text of a session holds. Some signals count only beside others: a YAML
 * mishap beside an error, an install that failed beside both.
 */
export function textStats(figures: TextFigures) {
  const { counts, flags, errorMessages, skillWords } = figures
  const { background_starts, ...events } = counts
  const anyError = errorMessages > 0
  return {
    backgroundStarts: background_starts,
    skillWords,
    stats: {
      ...events,
      yaml_error_events: anyError ? events.yaml_error_events : 0,
      error_count: errorMessages,
      port_conflict: flags.port_conflict,
      port_conflict_events: Number(flags.port_conflict),
      install_error_events: Number(flags.install && anyError),
      install_success_events: Number(flags.install && flags.success),
      restart_after_error_events: Number(anyError && flags.restart),
      tiny_patch_after_errors_events: Number(errorMessages >= ERRORS_BEFORE_TINY_PATCH && flags.tiny_patch),
    },
  }
}
