/**
 * Web worker that scans a history. It is the only part of a page that sees a history's text, and its own content
 * security policy blocks all connections (functions/pages/_headers).
 */
import { useCompiledWalk } from '../engine/matcher/compiled-walk.ts'
import { LaurelError } from '../errors.ts'
import { type FinishedScan, scanHistory } from '../scan/scan-history.ts'
import { openHistory } from '../snapshot/history.ts'
import { rolledBack } from '../snapshot/rollback.ts'
import { loadSqlite } from '../snapshot/sqlite.ts'
import { reportedSession } from '../sync/reports/reported-sessions.ts'
import { ownView } from '../view/local-view.ts'
import type { Problem } from './answer.ts'
import { type BlobReader, BlobSource, checkUnchanged, startOf } from './blob-source.ts'
import { type ChosenHistory, lacksLog, problemIn } from './history-file.ts'
import type { ScanNews, ScanOrder, ScanProgress } from './scan-messages.ts'

declare const FileReaderSync: new () => BlobReader

const MiB = 1024 * 1024

/** 8 MiB in total. Each block costs a call into the browser, which takes as long as copying about 100 KiB. */
const MAIN_BLOCKS = { blockBytes: MiB / 4, blocksKept: 32 }
/** A log is read once from start to end, and then page by page. */
const WAL_BLOCKS = { blockBytes: MiB / 4, blocksKept: 8 }
/** Minimum interval of progress messages. Unit: milliseconds. */
const PROGRESS_EVERY_MS = 100

class Cancelled extends Error {}

let compiled: Promise<WebAssembly.Module> | undefined
let scan: FinishedScan | undefined
let cancelled = false

self.addEventListener('message', ({ data }: MessageEvent<ScanOrder>) => {
  if (data.order === 'start') {
    compiled = started(data)
    // Callers that need it see a failure.
    compiled.catch(() => undefined).finally(() => post({ news: 'ready' }))
  } else if (data.order === 'scan') void read(data.history)
  else if (data.order === 'cancel') cancelled = true
  else answer(data)
})

/** Loads SQLite, and the engine's matcher. */
async function started({
  sqlite,
  walk,
}: Extract<ScanOrder, { order: 'start' }>): Promise<WebAssembly.Module> {
  useCompiledWalk(await WebAssembly.compile(walk))
  return WebAssembly.compile(sqlite)
}

/** Scans a history, dropping the previous one's data. */
async function read(history: ChosenHistory): Promise<void> {
  scan = undefined
  cancelled = false
  try {
    const result = { progress: { sessions: 0, sessionsTotal: 0, bytes: 0, milliseconds: 0 }, lacksLog: false }
    scan = await scanned(history, result)
    post({ news: 'scanned', ...result })
  } catch (error) {
    post(error instanceof Cancelled ? { news: 'cancelled' } : { news: 'refused', problem: problemOf(error) })
  }
}

async function scanned(
  { main, wal, journal }: ChosenHistory,
  result: { progress: ScanProgress; lacksLog: boolean },
): Promise<FinishedScan> {
  const began = performance.now()
  const reader = new FileReaderSync()
  const source = new BlobSource(main, reader, MAIN_BLOCKS)
  const log = wal && new BlobSource(wal, reader, WAL_BLOCKS)
  const chosen = [main, wal, journal].filter((file) => file !== null)
  const starts = chosen.map((file) => startOf(file, reader))
  if (compiled === undefined) throw new Error('The worker was not started.')
  const module = await compiled
  const database = await rolledBack(source, journal && new BlobSource(journal, reader, WAL_BLOCKS))
  result.lacksLog = await lacksLog({ main, wal, journal })
  const snapshot = await openHistory(await loadSqlite(() => module), database, log)
  let reportedAt = 0
  try {
    const scan = await scanHistory(snapshot, {
      checkpoints: new Map(),
      limit: 0,
      onProgress({ done, total }) {
        const now = performance.now()
        const bytes = source.bytesRead + (log?.bytesRead ?? 0)
        result.progress = { sessions: done, sessionsTotal: total, bytes, milliseconds: now - began }
        if (now - reportedAt < PROGRESS_EVERY_MS) return
        reportedAt = now
        post({ news: 'progress', progress: result.progress })
      },
      async nextTurn() {
        await messagesHandled()
        if (cancelled) throw new Cancelled()
      },
    })
    for (const [at, file] of chosen.entries()) checkUnchanged(file, reader, starts[at])
    return scan
  } finally {
    snapshot.close()
  }
}

function answer(data: Extract<ScanOrder, { order: 'view' | 'report' }>): void {
  if (scan === undefined) return
  const sessions = scan.scanned.map(({ stats }) => stats)
  if (data.order === 'report') {
    post({ news: 'report', sessions: scan.scanned.map((session) => reportedSession(session, data.terms)) })
  } else {
    const { timeZone } = data
    const view = ownView({ sessions, meta: scan.meta, timeZone, now: Date.now() / 1000 })
    const { warnings = [], more_warnings = 0 } = scan.meta
    post({ news: 'view', view, warnings: { warnings, more_warnings } })
  }
}

const channel = new MessageChannel()

/** Lets queued messages be handled: tasks run in order. */
function messagesHandled(): Promise<void> {
  return new Promise((resolve) => {
    channel.port1.onmessage = () => resolve()
    channel.port2.postMessage(null)
  })
}

function post(news: ScanNews): void {
  self.postMessage(news)
}

function problemOf(error: unknown): Problem {
  if (error instanceof LaurelError) {
    return problemIn(error)
  }
  return { message: 'The history could not be read.', hint: 'Reload the page and try again.' }
}
