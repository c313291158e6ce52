import type { Problem } from './answer.ts'
import { problemText } from './spoken.ts'

/** Sets a status line: text, or a problem, which is marked as one. */
export function showStatus(line: Element | null, words: string | Problem): void {
  if (!line) return
  const problem = typeof words !== 'string'
  line.textContent = problem ? problemText(words) : words
  line.classList.toggle('is-error', problem)
}
