import type { ReportedSession } from '../contract/reports.ts'
import type { ReportTerms } from '../sync/reports/reported-sessions.ts'
import { paths } from '../urls.ts'
import type { Problem } from './answer.ts'
import type { ChosenHistory } from './history-file.ts'
import { idle } from './idle.ts'
import type { LocalPage } from './local-view.tsx'
import type { ScanNews, ScanOrder, ScanProgress } from './scan-messages.ts'

/** Where the build puts scan-worker.ts, SQLite, and the engine's walk. */
const WORKER = paths.asset('scan-worker.js')
const SQLITE = paths.asset('sql-wasm.wasm')
const WALK = paths.asset('walk.wasm')

const NOT_LOADED: Problem = {
  message: 'What reads histories could not be loaded.',
  hint: 'Check the connection and reload the page.',
}

export type ScanOutcome = Exclude<ScanNews, { news: 'progress' | 'ready' | 'view' | 'report' }>

/**
 * Reads histories in this browser, in a worker of its own. Once it is `ready` it needs no network any more, however
 * many histories it reads. It keeps the last one's figures, of which `view` and `report` are made.
 */
export class Scanner {
  #worker: Worker | undefined
  /** Resolves to why it is not ready, if it isn't. */
  readonly ready: Promise<Problem | null>
  #onProgress: (progress: ScanProgress) => void = () => undefined
  /** Who waits for which news, in the order in which they asked. */
  readonly #waiting = new Map<ScanNews['news'], ((news: ScanNews) => void)[]>()

  /** Loads what it needs once the page has come to rest. */
  constructor() {
    this.ready = idle().then(() => this.#load())
  }

  /** Reads a history. What is known of the one before is forgotten. Never rejects. */
  async scan(history: ChosenHistory, onProgress: (progress: ScanProgress) => void): Promise<ScanOutcome> {
    const problem = await this.ready
    if (problem) return { news: 'refused', problem }
    this.#onProgress = onProgress
    return this.#ask({ order: 'scan', history }, 'scanned')
  }

  /** Ends the scan that runs, if there is one. */
  cancel(): void {
    this.#order({ order: 'cancel' })
  }

  /** The page that the history makes, weekends and nights told by this IANA zone. Once it was scanned. */
  async view(timeZone: string): Promise<Pick<LocalPage, 'view' | 'warnings' | 'timeZone'>> {
    const { view, warnings } = await this.#ask({ order: 'view', timeZone }, 'view')
    return { view, warnings, timeZone }
  }

  /** The history's sessions as they are reported. Once it was scanned. */
  async report(terms: ReportTerms): Promise<ReportedSession[]> {
    return (await this.#ask({ order: 'report', terms }, 'report')).sessions
  }

  #load(): Promise<Problem | null> {
    const worker = new Worker(WORKER, { type: 'module' })
    this.#worker = worker
    worker.addEventListener('message', ({ data }: MessageEvent<ScanNews>) => {
      if (data.news === 'progress') this.#onProgress(data.progress)
      else this.#waiting.get(kindOf(data))?.shift()?.(data)
    })
    const failed = new Promise<Problem>((resolve) => {
      worker.addEventListener('error', () => resolve(NOT_LOADED))
    })
    return Promise.race([failed, this.#start()])
  }

  async #start(): Promise<Problem | null> {
    try {
      const [sqlite, walk] = await Promise.all([fetched(SQLITE), fetched(WALK)])
      // The worker may connect to nothing: it is handed what it needs.
      await this.#ask({ order: 'start', sqlite, walk }, 'ready', [sqlite, walk])
      return null
    } catch {
      return NOT_LOADED
    }
  }

  #ask<Kind extends keyof Answers>(order: ScanOrder, kind: Kind, transfer: Transferable[] = []) {
    return new Promise<Answers[Kind]>((resolve) => {
      const waiting = this.#waiting.get(kind) ?? []
      waiting.push((news) => {
        if (isAnswer(news, kind)) resolve(news)
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

/** What ends each order, by the name of its news. */
interface Answers {
  ready: Extract<ScanNews, { news: 'ready' }>
  scanned: ScanOutcome
  view: Extract<ScanNews, { news: 'view' }>
  report: Extract<ScanNews, { news: 'report' }>
}

/** A scan may end in three ways, and whoever waits for its end waits for all of them. */
function kindOf({ news }: ScanNews): ScanNews['news'] {
  return news === 'cancelled' || news === 'refused' ? 'scanned' : news
}

function isAnswer<Kind extends keyof Answers>(news: ScanNews, kind: Kind): news is Answers[Kind] & ScanNews {
  return kindOf(news) === kind
}
