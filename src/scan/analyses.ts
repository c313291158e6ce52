import { SessionAnalysis } from '../engine/session-analysis.ts'
import { UseTally } from '../engine/use-tally.ts'

/** How many are kept, of each kind. Each takes some 30 KB. */
const SPARE_MAX = 8

/**
 * Analyses that have finished a session, for the next one to come, in whatever scan. To begin afresh costs more
 * than to go on, and V8 keeps the machine code that it has made of a class no longer than instances of it live.
 */
export class SpareAnalyses {
  readonly #records: boolean
  readonly #spare: SessionAnalysis[] = []

  /** `records`: whether what messages use is counted too. */
  constructor(records: boolean) {
    this.#records = records
  }

  take(): SessionAnalysis {
    return this.#spare.pop() ?? new SessionAnalysis(this.#records ? new UseTally() : null)
  }

  /** `analysis`: one of these, and finished. One that is not is left to the garbage collector. */
  giveBack(analysis: SessionAnalysis): void {
    if (this.#spare.length < SPARE_MAX) this.#spare.push(analysis)
  }
}

const ofFigures = new SpareAnalyses(false)
const withRecords = new SpareAnalyses(true)

/** Where the messages of sessions go. `records`: whether what they use is counted too. */
export function analysesFor(records: boolean): SpareAnalyses {
  return records ? withRecords : ofFigures
}
