import type { ReportedSession } from '../contract/reports.ts'
import { namingKey } from '../sync/reports/naming-key.ts'
import { ReportApi } from '../sync/reports/report-api.ts'
import { reportedSession } from '../sync/reports/reported-sessions.ts'
import { type SentReport, sendReport } from '../sync/reports/send-report.ts'
import type { PassingFailure } from '../sync/retry.ts'
import { urls } from '../urls.ts'
import { alreadyHere } from './already-here.ts'
import { type Checkpoints, loadCheckpoints, saveCheckpoints } from './checkpoint-file.ts'
import { bytesLine, count } from './figures.ts'
import { notWholeText } from './left-out-text.ts'
import { barLine, ProgressBar, progressLine } from './progress-bar.ts'
import type { PushOptions } from './push-options.ts'
import { reportingMachine, reportKey } from './report-key.ts'
import type { Terminal } from './scan-command.ts'
import { scanFile } from './scan-file.ts'

/** Scans a history on this machine and reports its figures, repeatedly if it is watched. */
export class PushReport {
  readonly #path: string
  readonly #options: PushOptions
  readonly #terminal: Terminal
  /** Checkpoints of the last scan. */
  #known: Checkpoints = new Map()

  constructor(path: string, options: PushOptions, terminal: Terminal) {
    this.#path = path
    this.#options = options
    this.#terminal = terminal
    if (options.checkpoint === null) return
    const { checkpoints, warning } = loadCheckpoints(options.checkpoint, path)
    this.#known = checkpoints
    if (warning !== null) terminal.complain(warning)
  }

  /** Prints what would be sent to a server that has nothing yet, as JSON. @throws LaurelError as `scanFile` */
  async print(): Promise<void> {
    this.#terminal.stdout.write(`${JSON.stringify({ sessions: await this.#scan(null) }, null, 2)}\n`)
  }

  /** @throws LaurelError as `scanFile`; LaurelError and PassingFailure as `sendReport` */
  async send(ownerKey: string): Promise<void> {
    const { server, handle, source } = this.#options
    const onRetry = ({ message }: PassingFailure) => {
      bar.erase()
      this.#terminal.complain(`${message} Trying again for a while.`)
    }
    const bar = new ProgressBar(this.#terminal.stderr, this.#terminal.machine.env)
    const key = await namingKey({ server, handle, ownerKey }, { onRetry })
    const sessions = await this.#scan(key)
    const machine = reportingMachine(this.#options, this.#terminal.machine)
    const api = new ReportApi({ server, handle, source, ownerKey, machine })
    const sent = await sendReport(api, sessions, {
      onProgress: ({ done, total }) =>
        bar.draw((_, look) =>
          barLine(
            { share: total === 0 ? 1 : done / total, amount: `Sending ${count(done)}`, pace: null },
            look,
          ),
        ),
      onRetry,
    }).finally(() => bar.erase())
    this.#terminal.stdout.write(outcome(sent, this.#options))
  }

  async #scan(namingKey: Uint8Array | null): Promise<ReportedSession[]> {
    const { stderr, machine } = this.#terminal
    const bar = new ProgressBar(stderr, machine.env)
    const { known, meta } = await scanFile(this.#path, {
      checkpoints: this.#known,
      limit: 0,
      records: this.#options.sessions,
      onProgress: (progress) => bar.draw((seconds, look) => progressLine(progress, seconds, look)),
    }).finally(() => bar.erase())
    this.#known = new Map(known.map((checkpoint) => [checkpoint.stats.session_id, checkpoint]))
    const { checkpoint, titles, sessions: records } = this.#options
    if (checkpoint !== null) saveCheckpoints(checkpoint, known)
    const { warnings = [], more_warnings: more = 0 } = meta
    const pages = warnings.filter(({ kind }) => kind === 'pages_unreadable')
    for (const { effect } of pages) this.#terminal.complain(effect)
    const notWhole = warnings.length - pages.length + more
    if (notWhole > 0) this.#terminal.complain(notWholeText(notWhole))
    const key = reportKey(this.#options, machine)
    return known.map((session) => reportedSession(session, { key, namingKey, titles, records }))
  }
}

function outcome({ receipt, sent, removed, bytes }: SentReport, { server, handle }: PushOptions): string {
  const { sessions: all, elsewhere } = receipt
  const here = elsewhere && elsewhere.sessions >= all ? alreadyHere(all, elsewhere.sources) : ''
  const gone = removed === 0 ? '' : `, ${count(removed)} gone`
  const sessions = `${count(sent)} of ${count(receipt.sessions)} ${receipt.sessions === 1 ? 'session' : 'sessions'}`
  const scanMessages = {
    started: 'The page is brought up to date',
    queued: 'The page is brought up to date when the running scan is done',
    none: 'The page is up to date',
  }
  return (
    `Reported ${sessions}${gone}, ${bytesLine(bytes)}, to ${receipt.source} of @${handle}.\n` +
    here +
    `${scanMessages[receipt.scan]}: ${urls({ origin: server }).profile(handle)}\n`
  )
}
