import type { Answer, Problem } from './answer.ts'
import { refusalOf } from './history-file.ts'
import { upload } from './upload.ts'
import { percentOf, uploadLine } from './wording.ts'

/** Uploads a file and shows how far it is in the bar and the status line inside `root`. */
export async function uploadShown(root: Element, path: string, file: File): Promise<Answer> {
  const bar = root.querySelector('progress')
  const refusal = await refusalOf(file)
  if (refusal) {
    say(root, refusal)
    return { ok: false, problem: refusal }
  }
  if (bar) {
    bar.value = 0
    bar.hidden = false
  }
  say(root, 'Uploading…')
  const answer = await upload(path, file, (sentBytes) => {
    if (bar) bar.value = percentOf(sentBytes, file.size)
    say(root, sentBytes < file.size ? uploadLine(sentBytes, file.size) : 'Uploaded. Checking the file…')
  })
  if (bar) bar.hidden = true
  if (!answer.ok) say(root, answer.problem)
  else if (answer.body.unchanged === true) say(root, 'The same history as before: nothing new to read.')
  else say(root, 'Uploaded. The scan begins.')
  return answer
}

/** The status line: text, or a problem, which is marked as one. */
function say(root: Element, words: string | Problem): void {
  const line = root.querySelector('[data-upload-status]')
  if (!line) return
  const problem = typeof words !== 'string'
  line.textContent = problem ? [words.message, words.hint].filter(Boolean).join(' ') : words
  line.classList.toggle('is-error', problem)
}
