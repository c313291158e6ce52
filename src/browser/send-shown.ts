import type { ReportedSession, ReportReceipt } from '../contract/reports.ts'
import { LaurelError } from '../errors.ts'
import { ReportApi } from '../sync/reports/report-api.ts'
import { type SentReport, sendReport } from '../sync/reports/send-report.ts'
import { PassingFailure } from '../sync/retry.ts'
import { counted, percentOf, sizeLine } from '../ui/wording.ts'
import type { Problem } from './answer.ts'
import { paths } from './paths.ts'
import { reportingMachine } from './report-keys.ts'
import { showStatus } from './status-line.ts'
import type { Destination } from './upload.ts'

/** Reports sessions and shows the progress in the bar and the status line inside `root`. Undefined if it failed. */
export async function sendShown(
  root: Element,
  to: Destination,
  sessions: readonly ReportedSession[],
): Promise<ReportReceipt | undefined> {
  const bar = root.querySelector('progress')
  const line = root.querySelector('[data-send-status]')
  const say = (words: string | Problem) => showStatus(line, words)
  if (bar) {
    bar.value = 0
    bar.hidden = false
  }
  say('Sending…')
  try {
    const api = new ReportApi({ server: paths.root, ...to, machine: reportingMachine(to.handle) })
    const sent = await sendReport(api, sessions, {
      onProgress: ({ done, total }) => {
        if (bar) bar.value = percentOf(done, total)
      },
      onRetry: ({ message }) => say(`${message} Trying again…`),
    })
    say(outcome(sent))
    return sent.receipt
  } catch (error) {
    say(problemOf(error))
    return undefined
  } finally {
    if (bar) bar.hidden = true
  }
}

function outcome({ receipt, sent, removed, replaced, bytes }: SentReport): string {
  if (receipt.unchanged) return 'Nothing has changed since last time.'
  const { sessions, elsewhere } = receipt
  const known =
    elsewhere?.sessions === sessions
      ? ` All ${counted(sessions, 'session')} are here already, from ${elsewhere.sources.map((name) => `“${name}”`).join(', ')}.`
      : ''
  return `Published. Sent: ${counted(sent, 'session')}, ${sizeLine(bytes)}${goneOf(sent, removed, replaced)}.${known}`
}

/** Returns what became of sessions reported before. */
function goneOf(sent: number, removed: number, replaced: boolean): string {
  if (replaced && sent > 0) return ', replacing those sent before'
  return removed > 0 ? `; removed: ${counted(removed, 'session')}` : ''
}

function problemOf(error: unknown): Problem {
  if (error instanceof LaurelError) {
    const { message, hint } = error
    return hint === undefined ? { message } : { message, hint }
  }
  if (error instanceof PassingFailure) {
    return { message: error.message, hint: 'Try again later: it resumes where it stopped.' }
  }
  return { message: 'Publishing failed.', hint: 'Try again.' }
}
