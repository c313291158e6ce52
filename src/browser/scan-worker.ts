/**
 * Web worker that scans a history. It is the only part of a page that sees a history's messages, and its own content
 * security policy blocks all connections (functions/pages/_headers).
 */
import { useCompiledWalk } from '../engine/matcher/compiled-walk.ts'
import { LaurelError } from '../errors.ts'
import { speakBy } from '../language/language.ts'
import type { FinishedScan } from '../scan/scan-history.ts'
import { useCompiledMurmur } from '../snapshot/murmur.ts'
import type { KnownProblem, Problem } from './answer.ts'
import type { BlobReader } from './blob-source.ts'
import { type ChosenHistory, problemIn } from './history-file.ts'
import { answerFrom } from './scan-answers.ts'
import { scanChosen } from './scan-chosen.ts'
import type { ScanNews, ScanOrder, ScanProgress } from './scan-messages.ts'

declare const FileReaderSync: new () => BlobReader

/** Minimum interval of progress messages. Unit: milliseconds. */
const PROGRESS_EVERY_MS = 100

const NOT_COMPILED: KnownProblem = {
  message: 'Your browser won’t run WebAssembly, which this needs.',
  hint: 'Update it, or use the laurel command, which works without a browser.',
}

const NOT_READ: KnownProblem = {
  message: 'The history could not be read.',
  hint: 'Reload the page and try again.',
}

class Cancelled extends Error {}

let compiled: Promise<WebAssembly.Module> | undefined
let scan: FinishedScan | undefined
let cancelled = false

self.addEventListener('message', ({ data }: MessageEvent<ScanOrder>) => {
  if (data.order === 'start') {
    compiled = started(data)
    compiled.then(
      () => post({ news: 'ready', problem: null }),
      () => post({ news: 'ready', problem: NOT_COMPILED }),
    )
  } else if (data.order === 'scan') void read(data.history)
  else if (data.order === 'cancel') cancelled = true
  else if (scan !== undefined) post(answerFrom(scan, data, Date.now() / 1000))
})

/** Loads SQLite, the engine's matcher, and the reader's hash. Lists and insights are made here, in the page's language. */
async function started({
  sqlite,
  walk,
  murmur,
  language,
}: Extract<ScanOrder, { order: 'start' }>): Promise<WebAssembly.Module> {
  speakBy(() => language)
  useCompiledWalk(await WebAssembly.compile(walk))
  useCompiledMurmur(await WebAssembly.compile(murmur))
  return WebAssembly.compile(sqlite)
}

/** Scans a history. It takes the place of the previous one when it has been read. */
async function read(history: ChosenHistory): Promise<void> {
  cancelled = false
  try {
    if (compiled === undefined) throw new Error('The worker was not started.')
    let progress: ScanProgress = { sessions: 0, sessionsTotal: 0, bytes: 0, milliseconds: 0 }
    let reportedAt = 0
    const { lacksLog, ...done } = await scanChosen(history, {
      reader: new FileReaderSync(),
      sqlite: await compiled,
      onProgress(now) {
        progress = now
        if (now.milliseconds - reportedAt < PROGRESS_EVERY_MS) return
        reportedAt = now.milliseconds
        post({ news: 'progress', progress })
      },
      async nextTurn() {
        await messagesHandled()
        if (cancelled) throw new Cancelled()
      },
    })
    scan = done.scan
    post({ news: 'scanned', progress, lacksLog })
  } catch (error) {
    post(error instanceof Cancelled ? { news: 'cancelled' } : { news: 'refused', problem: problemOf(error) })
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
  if (error instanceof LaurelError) return problemIn(error)
  return NOT_READ
}
