import type { ReportedSession } from '../contract/reports.ts'
import { namingKey } from '../sync/reports/naming-key.ts'
import { ReportApi } from '../sync/reports/report-api.ts'
import { reportedSession } from '../sync/reports/reported-sessions.ts'
import { type SentReport, sendReport } from '../sync/reports/send-report.ts'
import type { PassingFailure } from '../sync/retry.ts'
import { urls } from '../urls.ts'
import { alreadyHere } from './already-here.ts'
import { loadCheckpoints, noCheckpoints, saveCheckpoints } from './checkpoint-file.ts'
import { bytesLine, count, counted } from './figures.ts'
import { asSeen } from './kept-pages.ts'
import { notWholeText } from './left-out-text.ts'
import { barLine, ProgressBar, progressLine } from './progress-bar.ts'
import type { PushOptions } from './push-options.ts'
import { reportingMachine, reportKey } from './report-key.ts'
import type { RetryNotice } from './retry-notice.ts'
import { scanFile } from './scan-file.ts'
import type { Terminal } from './terminal.ts'

/** Scans a history on this machine and reports its figures, repeatedly if it is watched. */
export class PushReport {
  readonly #path: string
  readonly #options: PushOptions
  readonly #terminal: Terminal
  /** What is kept of the last scan. */
  #kept = noCheckpoints()

  constructor(path: string, options: PushOptions, terminal: Terminal) {
    this.#path = path
    this.#options = options
    this.#terminal = terminal
    if (options.checkpoint === null) return
    this.#kept = loadCheckpoints(options.checkpoint, path, 'lived', 'all')
    if (this.#kept.warning !== null) terminal.complain(this.#kept.warning)
  }

  /** Prints what would be sent to a server that has nothing yet, as JSON. @throws LaurelError as `scanFile` */
  async print(): Promise<void> {
    this.#terminal.stdout.write(`${JSON.stringify({ sessions: await this.#scan(null) }, null, 2)}\n`)
  }

  /** @throws LaurelError as `scanFile`; LaurelError and PassingFailure as `sendReport` */
  async send(ownerKey: string, notice: RetryNotice): Promise<void> {
    const { server, handle, source } = this.#options
    const onRetry = (failure: PassingFailure) => {
      bar.erase()
      notice.onRetry(failure)
    }
    const bar = new ProgressBar(this.#terminal.stderr, this.#terminal.machine.env)
    const key = await namingKey({ server, handle, ownerKey }, { onRetry })
    const sessions = await this.#scan(key)
    const machine = reportingMachine(this.#options, this.#terminal.machine)
    const api = new ReportApi({ server, handle, source, ownerKey, machine })
    const sent = await sendReport(api, sessions, {
      onProgress: ({ done, total }) => {
        notice.onProgress()
        const content = {
          share: total === 0 ? 1 : done / total,
          amount: `Sending ${count(done)}`,
          pace: null,
        }
        bar.draw((_, look) => barLine(content, look))
      },
      onRetry,
    }).finally(() => bar.erase())
    this.#terminal.stdout.write(outcome(sent, this.#options))
  }

  async #scan(namingKey: Uint8Array | null): Promise<ReportedSession[]> {
    const { stderr, machine } = this.#terminal
    const bar = new ProgressBar(stderr, machine.env)
    const { known, meta } = await scanFile(this.#path, {
      checkpoints: this.#kept.checkpoints,
      limit: 0,
      records: this.#options.sessions,
      onProgress: (progress) => bar.draw((seconds, look) => progressLine(progress, seconds, look)),
    }).finally(() => bar.erase())
    const { checkpoints: before, ...kept } = this.#kept
    const checkpoints = new Map(known.map((checkpoint) => [checkpoint.stats.session_id, checkpoint]))
    // What the last scan came to holds as long as no session has come, changed or gone.
    const same = meta.sessions_reused === before.size && checkpoints.size === before.size
    this.#kept = { ...(same ? kept : noCheckpoints()), checkpoints }
    const { checkpoint, titles, sessions: records } = this.#options
    if (checkpoint !== null) {
      const { result, count, pages } = this.#kept
      const seen = pages()
      saveCheckpoints(checkpoint, known, 'lived', { result, count, pages: seen && asSeen(seen) })
    }
    const { warnings = [], more_warnings: more = 0 } = meta
    const pages = warnings.filter(({ kind }) => kind === 'pages_unreadable')
    for (const { effect } of pages) this.#terminal.complain(effect)
    const notWhole = warnings.length - pages.length + more
    if (notWhole > 0) this.#terminal.complain(notWholeText(notWhole))
    const key = reportKey(this.#options, machine)
    return known.map((session) => reportedSession(session, { key, namingKey, titles, records }))
  }
}

const SCAN_STATES = {
  started: 'Updating the page',
  queued: 'The page will be updated after the current scan',
  none: 'The page is up to date',
}

function outcome(sent: SentReport, { server, handle, source }: PushOptions): string {
  const { sessions: all, scan, elsewhere } = sent.receipt
  const here = elsewhere && elsewhere.sessions >= all ? alreadyHere(all, elsewhere.sources) : ''
  const page = urls({ origin: server }).profile(handle)
  return `${changes(sent, destination({ source, handle }))}\n${here}${SCAN_STATES[scan]}: ${page}\n`
}

/** `Reported 112 sessions to @ada: 3 new, 12 updated, 1 removed (2 kB).` */
function changes({ receipt, sent, updated, removed, replaced, bytes }: SentReport, to: string): string {
  const all = counted(receipt.sessions, 'session')
  if (sent + removed === 0) return `Nothing has changed: ${all} at ${to}.`
  const size = bytesLine(bytes)
  if (replaced && sent > 0) return `Reported ${all} to ${to}, replacing those reported before (${size}).`
  const kinds = { new: sent - updated, updated, removed }
  const parts = Object.entries(kinds).flatMap(([kind, n]) => (n > 0 ? [`${count(n)} ${kind}`] : []))
  return `Reported ${all} to ${to}: ${parts.join(', ')} (${size}).`
}

/** `@ada`, `@ada, history “work”` */
export function destination({ source, handle }: { source: string; handle: string }): string {
  return source === 'default' ? `@${handle}` : `@${handle}, history “${source}”`
}
