import type { ReportedSession, ReportReceipt } from '../contract/reports.ts'
import { LaurelError } from '../errors.ts'
import { type Message, plural, t } from '../language/language.ts'
import { ReportApi } from '../sync/reports/report-api.ts'
import { type SentReport, sendReport } from '../sync/reports/send-report.ts'
import { PassingFailure } from '../sync/retry.ts'
import { percentOf, sizeLine } from '../ui/wording.ts'
import type { KnownProblem, Problem } from './answer.ts'
import { paths } from './paths.ts'
import { reportingMachine } from './report-keys.ts'
import { sentences, spoken } from './spoken.ts'
import { showStatus } from './status-line.ts'
import type { Destination } from './upload.ts'

const RESUMES: Message = 'Try again later: it resumes where it stopped.'
const FAILED: KnownProblem = { message: 'Publishing failed.', hint: 'Try again.' }

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
  say(t('Sending…'))
  try {
    const api = new ReportApi({ server: paths.root, ...to, machine: reportingMachine(to.handle) })
    const sent = await sendReport(api, sessions, {
      onProgress: ({ done, total }) => {
        if (bar) bar.value = percentOf(done, total)
      },
      onRetry: ({ message }) => say(sentences(spoken(message), t('Trying again…'))),
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
  if (receipt.unchanged) return t('Nothing has changed since last time.')
  const { sessions, elsewhere } = receipt
  const known =
    elsewhere?.sessions === sessions
      ? plural(
          sessions,
          'All {n} session are here already, from {names}.',
          'All {n} sessions are here already, from {names}.',
          { names: elsewhere.sources.map((name) => t('“{name}”', { name })).join(', ') },
        )
      : undefined
  return sentences(published(sent, removed, replaced, sizeLine(bytes)), known)
}

/** Says what was sent, and what became of sessions reported before. */
function published(sent: number, gone: number, replaced: boolean, size: string): string {
  if (replaced && sent > 0) {
    return plural(
      sent,
      'Published. Sent: {n} session, {size}, replacing those sent before.',
      'Published. Sent: {n} sessions, {size}, replacing those sent before.',
      { size },
    )
  }
  if (gone > 0) {
    const removed = plural(gone, '{n} session', '{n} sessions')
    return plural(
      sent,
      'Published. Sent: {n} session, {size}; removed: {removed}.',
      'Published. Sent: {n} sessions, {size}; removed: {removed}.',
      { size, removed },
    )
  }
  return plural(sent, 'Published. Sent: {n} session, {size}.', 'Published. Sent: {n} sessions, {size}.', {
    size,
  })
}

function problemOf(error: unknown): Problem {
  if (error instanceof LaurelError) {
    const { message, hint } = error
    return hint === undefined ? { message } : { message, hint }
  }
  if (error instanceof PassingFailure) {
    return { message: error.message, hint: RESUMES }
  }
  return FAILED
}
