import { t } from '../language/language.ts'
import type { UploadProgress } from '../sync/chunks/upload-snapshot.ts'
import { percentOf, uploadLine } from '../ui/wording.ts'
import type { Answer, KnownProblem, Problem } from './answer.ts'
import { repeatedWhileWrittenTo } from './dropped-files.ts'
import { historyIn, WITHOUT_LOG } from './history-file.ts'
import { lacking } from './lacking.ts'
import { sentences, spoken } from './spoken.ts'
import { showStatus } from './status-line.ts'
import { type Destination, type Upload, upload } from './upload.ts'

const say = (root: Element, words: string | Problem) =>
  showStatus(root.querySelector('[data-upload-status]'), words)

const CANCELLED: KnownProblem = { message: 'Upload cancelled. Nothing was kept.' }

/**
 * Uploads the history among the files, even if they are written to, and shows the progress in the bar, the status line
 * and the buttons inside `root`.
 */
export async function uploadShown(root: Element, to: Destination, files: readonly File[]): Promise<Answer> {
  const answer = await repeatedWhileWrittenTo(files, {
    attempt: (current) => uploadOnce(root, to, current),
    problemOf: (result) => (result.ok ? null : result.problem),
    onPause: (message) => say(root, message),
  })
  // Cancelling is no error.
  if (!answer.ok) say(root, answer.problem === CANCELLED ? t(CANCELLED.message) : answer.problem)
  return answer
}

async function uploadOnce(root: Element, to: Destination, files: readonly File[]): Promise<Answer> {
  const problem = lacking(['web workers', 'abort signals', 'Web Crypto'])
  if (problem) return { ok: false, problem }
  const history = await historyIn(files)
  if ('message' in history) return { ok: false, problem: history }
  const note = history.lacksLog ? t(WITHOUT_LOG) : ''
  const bar = root.querySelector('progress')
  let line = t('Reading the file…')
  let wantsPause = false
  let isPaused = false
  const show = (words: string) => {
    line = words
    say(root, isPaused ? sentences(t('Paused.'), words) : words)
  }
  if (bar) {
    bar.value = 0
    bar.hidden = false
  }
  show(line)
  const running = upload(to, history, {
    onProgress(progress) {
      if (bar) bar.value = percentOf(progress.done, progress.total)
      show(progressLine(progress))
    },
    onWaiting: (message) => show(sentences(spoken(message), t('Trying again…'))),
    onPaused() {
      // It may have been resumed meanwhile.
      isPaused = wantsPause
      show(line)
    },
  })
  const release = attachButtons(root, running, (paused) => {
    wantsPause = paused
    if (paused) return
    isPaused = false
    show(line)
  })
  addEventListener('beforeunload', askBeforeLeaving)
  const answer = await running.answer
  removeEventListener('beforeunload', askBeforeLeaving)
  release()
  if (bar) bar.hidden = true
  if (!answer) return { ok: false, problem: CANCELLED }
  if (answer.ok) {
    const isSame = answer.body.unchanged === true
    const words = isSame ? t('Same history as before, nothing new to scan.') : t('Uploaded. Scanning now.')
    say(root, sentences(words, note))
  }
  return answer
}

function progressLine({ phase, done, total }: UploadProgress): string {
  if (phase === 'committing') return t('Uploaded. Checking the file…')
  return uploadLine(phase === 'hashing' ? 'Read' : 'Uploaded', done, total)
}

/** Shows the buttons to pause, resume and cancel. Call the returned function after the upload. */
function attachButtons(root: Element, running: Upload, onPause: (paused: boolean) => void): () => void {
  const group = root.querySelector<HTMLElement>('[data-upload-buttons]')
  const pause = root.querySelector<HTMLButtonElement>('[data-upload-pause]')
  const cancel = root.querySelector<HTMLButtonElement>('[data-upload-cancel]')
  if (!group || !pause || !cancel) return () => undefined
  let isPaused = false
  const over = new AbortController()
  const show = () => {
    pause.textContent = isPaused ? t('Resume') : t('Pause')
  }
  const toggle = () => {
    isPaused = !isPaused
    if (isPaused) running.pause()
    else running.resume()
    show()
    onPause(isPaused)
  }
  pause.addEventListener('click', toggle, { signal: over.signal })
  cancel.addEventListener('click', () => running.cancel(), { signal: over.signal })
  show()
  group.hidden = false
  return () => {
    over.abort()
    group.hidden = true
  }
}

/** Makes the browser confirm leaving; an interrupted upload can be resumed later. */
function askBeforeLeaving(event: Event): void {
  event.preventDefault()
}
