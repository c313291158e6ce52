import { SessionAnalysis } from '../engine/session-analysis.ts'
import { UseTally } from '../engine/use-tally.ts'

/** Instances kept of each kind. Each takes about 30 KB. */
const SPARE_MAX = 8

/**
 * A pool of finished analyses, reused by any scan. A new instance costs more than a reused one, and V8 keeps the
 * machine code of a class only as long as instances of it live.
 */
export class SpareAnalyses {
  readonly #records: boolean
  readonly #spare: SessionAnalysis[] = []

  /** @param records also count what messages use */
  constructor(records: boolean) {
    this.#records = records
  }

  take(): SessionAnalysis {
    return this.#spare.pop() ?? new SessionAnalysis(this.#records ? new UseTally() : null)
  }

  /**
   * Returns an analysis to the pool. It must come from here and be finished; an unfinished one is left to the garbage
   * collector.
   */
  giveBack(analysis: SessionAnalysis): void {
    if (this.#spare.length < SPARE_MAX) this.#spare.push(analysis)
  }
}

const ofFigures = new SpareAnalyses(false)
const withRecords = new SpareAnalyses(true)

/**
 * Returns the pool of analyses.
 * @param records also count what messages use
 */
export function analysesFor(records: boolean): SpareAnalyses {
  return records ? withRecords : ofFigures
}
