import { t } from '../language/language.ts'
import { percentOf, readLine } from '../ui/wording.ts'
import type { KnownProblem, Problem } from './answer.ts'
import { catchStrayFiles, onFiles } from './drop-zone.ts'
import { repeatedWhileWrittenTo } from './dropped-files.ts'
import { togetherIn } from './history-file.ts'
import type { ScanNews, ScanProgress } from './scan-messages.ts'
import type { Scanner, ScanOutcome } from './scanner.ts'
import { showStatus } from './status-line.ts'

const say = (control: HTMLElement, words: string | Problem) =>
  showStatus(control.querySelector('[data-scan-status]'), words)

const NOT_SHOWN: KnownProblem = {
  message: 'The result can’t be shown.',
  hint: 'Reload the page and try again, or use another browser.',
}

/** An activated scan control. */
export interface ScanControl {
  /** Scans these files. */
  take(files: File[]): void
  /** Says something where the progress is said. */
  say(words: string): void
}

/** A finished scan. */
export type Scanned = Extract<ScanNews, { news: 'scanned' }>

/**
 * Activates a scan control: unhides it, and scans chosen files in this browser, one scan at a time.
 * @param done called after each finished scan, with its files
 */
export function attachScanControl(
  control: HTMLElement,
  scanner: Scanner,
  done: (scanned: Scanned, files: readonly File[]) => Promise<void>,
): ScanControl | undefined {
  const zone = control.querySelector<HTMLElement>('.drop')
  const input = control.querySelector<HTMLInputElement>('input[type=file]')
  const cancel = control.querySelector<HTMLButtonElement>('[data-scan-cancel]')
  if (!zone || !input) return
  let busy = false
  let cancelled = false
  cancel?.addEventListener('click', () => {
    cancelled = true
    scanner.cancel()
  })
  const take = async (files: File[]) => {
    if (busy) return
    busy = true
    cancelled = false
    if (cancel) cancel.hidden = false
    const scanned = await scanUnchanged(control, scanner, files, () => cancelled)
    if (cancel) cancel.hidden = true
    busy = false
    input.value = ''
    if (scanned) await done(scanned, files).catch(() => say(control, NOT_SHOWN))
  }
  onFiles(zone, input, take)
  catchStrayFiles(zone, take)
  control.hidden = false
  void scanner.ready.then((problem) => {
    if (problem) say(control, problem)
    else control.dataset.ready = 'true'
  })
  return { take: (files) => void take(files), say: (words) => say(control, words) }
}

/** Scans the files, even if they are written to. Undefined, with a message, if it fails. */
async function scanUnchanged(
  control: HTMLElement,
  scanner: Scanner,
  files: readonly File[],
  isCancelled: () => boolean,
): Promise<Scanned | undefined> {
  const outcome = await repeatedWhileWrittenTo(files, {
    attempt: (current) => scanShown(control, scanner, current, isCancelled),
    problemOf: (result) => (result.news === 'refused' ? result.problem : null),
    onPause: (message) => say(control, message),
  })
  if (outcome.news === 'scanned') {
    say(control, '')
    return outcome
  }
  say(control, outcome.news === 'cancelled' ? t('Cancelled. Nothing was kept.') : outcome.problem)
  return undefined
}

/** Reads the history among the files and shows the progress. */
async function scanShown(
  control: HTMLElement,
  scanner: Scanner,
  files: readonly File[],
  isCancelled: () => boolean,
): Promise<ScanOutcome> {
  const history = await togetherIn(files)
  if ('message' in history) return { news: 'refused', problem: history }
  // During the check of the files there was no scan to cancel.
  if (isCancelled()) return { news: 'cancelled' }
  const bar = control.querySelector('progress')
  const show = ({ sessions, sessionsTotal: total, bytes, milliseconds }: ScanProgress) => {
    if (bar) bar.value = percentOf(sessions, total)
    say(control, readLine({ sessions, total, bytes, milliseconds }))
  }
  if (bar) bar.hidden = false
  show({ sessions: 0, sessionsTotal: 0, bytes: 0, milliseconds: 0 })
  const outcome = await scanner.scan(history, show)
  if (bar) bar.hidden = true
  return outcome
}
