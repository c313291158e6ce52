import type { ReportedSession } from '../contract/reports.ts'
import { hasClocks } from '../engine/zone-clocks.ts'
import { language } from '../language/language.ts'
import type { ReportTerms } from '../sync/reports/reported-sessions.ts'
import type { LocalPlace } from '../ui/local-place.ts'
import type { KnownProblem, Problem } from './answer.ts'
import type { ChosenHistory } from './history-file.ts'
import { idle } from './idle.ts'
import { lacking } from './lacking.ts'
import type { LocalPage } from './local-view.tsx'
import { paths } from './paths.ts'
import type { ScanNews, ScanOrder, ScanProgress } from './scan-messages.ts'

/** URLs of scan-worker.ts and of what it runs in WebAssembly: SQLite, the engine's matcher, and the reader's hash. */
const WORKER = paths.asset('scan-worker.js')
const SQLITE = paths.asset('sql-wasm.wasm')
const WALK = paths.asset('walk.wasm')
const MURMUR = paths.asset('murmur.wasm')

const NOT_LOADED: KnownProblem = {
  message: 'The scanner could not be loaded.',
  hint: 'Check your connection and reload the page. If that doesn’t help, update your browser.',
}

const STOPPED: KnownProblem = {
  message: 'The scanner stopped working.',
  hint: 'Reload the page and try again.',
}

interface Caller {
  answered(news: ScanNews): void
  failed(): void
}

export type ScanOutcome = Exclude<ScanNews, { news: 'progress' | 'ready' | 'view' | 'details' | 'report' }>

/**
 * Scans histories in this browser, in a worker. After `ready` it needs no network. It keeps what it
 * read of the last history, and answers questions about it.
 */
export class Scanner {
  #worker: Worker | undefined
  /** Whether the worker could not be loaded, or threw. */
  #stopped = false
  /** Resolves to the reason for a failure, if any. */
  readonly ready: Promise<Problem | null>
  #onProgress: (progress: ScanProgress) => void = () => undefined
  /** Pending callers by response type, in order. */
  readonly #waiting = new Map<ScanNews['news'], Caller[]>()

  /** Loads what it needs when the page is idle. */
  constructor() {
    this.ready = idle()
      .then(() => lacking(['web workers', 'WebAssembly', 'stream compression']) ?? this.#load())
      .catch(() => NOT_LOADED)
  }

  /** Scans a history. Until it has been read, questions are about the previous one. Never rejects. */
  async scan(history: ChosenHistory, onProgress: (progress: ScanProgress) => void): Promise<ScanOutcome> {
    const problem = await this.ready
    if (problem) return { news: 'refused', problem }
    this.#onProgress = onProgress
    return this.#ask({ order: 'scan', history }, 'scanned').catch(() => ({
      news: 'refused',
      problem: STOPPED,
    }))
  }

  /** Cancels the running scan, if any. */
  cancel(): void {
    this.#order({ order: 'cancel' })
  }

  /**
   * Returns the page of the scanned history, with weekends and nights in this IANA zone, or in UTC if this browser does
   * not know it.
   * @throws Error if the worker failed, as `details` and `report` do
   */
  async view(timeZone: string): Promise<Omit<LocalPage, 'name'>> {
    const counted = hasClocks(timeZone) ? timeZone : 'UTC'
    const { view, warnings } = await this.#ask({ order: 'view', timeZone: counted }, 'view')
    return { view, warnings, timeZone: counted, ...(counted === timeZone ? {} : { unknownZone: timeZone }) }
  }

  /** Returns the sessions or insights of the scanned history as HTML. Zones as for `view`. */
  async details(place: LocalPlace, timeZone: string): Promise<string> {
    const counted = hasClocks(timeZone) ? timeZone : 'UTC'
    return (await this.#ask({ order: 'details', place, timeZone: counted }, 'details')).html
  }

  /** Returns the scanned history's sessions as reported. */
  async report(terms: ReportTerms): Promise<ReportedSession[]> {
    return (await this.#ask({ order: 'report', terms }, 'report')).sessions
  }

  #load(): Promise<Problem | null> {
    const worker = new Worker(WORKER, { type: 'module' })
    this.#worker = worker
    worker.addEventListener('message', ({ data }: MessageEvent<ScanNews>) => {
      if (data.news === 'progress') this.#onProgress(data.progress)
      else this.#waiting.get(kindOf(data))?.shift()?.answered(data)
    })
    // Whoever waits would wait for ever.
    worker.addEventListener('error', () => {
      this.#stopped = true
      for (const callers of this.#waiting.values()) for (const { failed } of callers.splice(0)) failed()
    })
    return this.#start()
  }

  async #start(): Promise<Problem | null> {
    try {
      const [sqlite, walk, murmur] = await Promise.all([fetched(SQLITE), fetched(WALK), fetched(MURMUR)])
      // The worker cannot connect to anything, so it is given what it needs.
      const start = { order: 'start', sqlite, walk, murmur, language: language() } as const
      return (await this.#ask(start, 'ready', [sqlite, walk, murmur])).problem
    } catch {
      return NOT_LOADED
    }
  }

  #ask<Kind extends keyof Answers>(order: ScanOrder, kind: Kind, transfer: Transferable[] = []) {
    if (this.#stopped) return Promise.reject(new Error(STOPPED.message))
    return new Promise<Answers[Kind]>((resolve, reject) => {
      const waiting = this.#waiting.get(kind) ?? []
      waiting.push({
        answered(news) {
          if (isAnswer(news, kind)) resolve(news)
        },
        failed: () => reject(new Error(STOPPED.message)),
      })
      this.#waiting.set(kind, waiting)
      this.#order(order, transfer)
    })
  }

  #order(order: ScanOrder, transfer: Transferable[] = []): void {
    this.#worker?.postMessage(order, transfer)
  }
}

async function fetched(path: string): Promise<ArrayBuffer> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path} answers ${response.status}`)
  return response.arrayBuffer()
}

/** The responses that complete each request. */
interface Answers {
  ready: Extract<ScanNews, { news: 'ready' }>
  scanned: ScanOutcome
  view: Extract<ScanNews, { news: 'view' }>
  details: Extract<ScanNews, { news: 'details' }>
  report: Extract<ScanNews, { news: 'report' }>
}

/** A scan may end in three ways, and its callers wait for any of them. */
function kindOf({ news }: ScanNews): ScanNews['news'] {
  return news === 'cancelled' || news === 'refused' ? 'scanned' : news
}

function isAnswer<Kind extends keyof Answers>(news: ScanNews, kind: Kind): news is Answers[Kind] & ScanNews {
  return kindOf(news) === kind
}
