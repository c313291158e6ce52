import { keysOf, recordOf, zeros } from './records.ts'
import { COUNTS, type CountSignal, FLAGS, type FlagSignal } from './signals.ts'

/** What was counted in the text of a session's messages. */
export interface TextFigures {
  counts: Record<CountSignal, number>
  flags: Record<FlagSignal, boolean>
  /** Messages that contain ERROR. */
  errorMessages: number
  /** Words beginning with `skill`. */
  skillWords: number
}

const NO_COUNTS = zeros(keysOf(COUNTS))
const NO_FLAGS = recordOf(keysOf(FLAGS), () => false)

export function noFigures(): TextFigures {
  return { counts: { ...NO_COUNTS }, flags: { ...NO_FLAGS }, errorMessages: 0, skillWords: 0 }
}
