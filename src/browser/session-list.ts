import { t } from '../language/language.ts'
import { swapRegions } from './regions.ts'

/** Polling interval while the page is visible. Unit: milliseconds. */
const POLL_MS = 5000
const POLL_MAX_MS = 60_000

/** Updates the list while the page is visible, less often while the server is unreachable. */
export function followSessions(page: HTMLElement): void {
  let pause = POLL_MS
  let timer: number | undefined
  const trouble = page.querySelector('#sessions-trouble')
  const say = (words: string) => {
    if (trouble && trouble.textContent !== words) trouble.textContent = words
  }
  const wait = () => {
    clearTimeout(timer)
    if (!document.hidden) timer = setTimeout(() => void poll(), pause)
  }
  const poll = async () => {
    try {
      const response = await fetch(location.href, { cache: 'no-store', headers: { Accept: 'text/html' } })
      if (response.status === 401 || response.status === 403 || response.status === 404) {
        say(t('You are no longer signed in, so this list is not updating.'))
        return
      }
      if (!response.ok) throw new Error(`page answered ${response.status}`)
      show(page, new DOMParser().parseFromString(await response.text(), 'text/html'))
      say('')
      pause = POLL_MS
    } catch {
      say(t('Can’t reach the server. Trying again…'))
      pause = Math.min(POLL_MAX_MS, pause * 2)
    }
    wait()
  }
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) clearTimeout(timer)
    else void poll()
  })
  wait()
}

/** Applies the differences in `next`. What is open, typed or focused stays. */
function show(page: HTMLElement, next: Document): void {
  const [list, nextList] = [page.querySelector('#sessions'), next.querySelector('#sessions')]
  if (!list || !nextList) return
  swapRegions(next, 'quietly')
  const rows = [...nextList.children].map((row) => {
    const known = document.getElementById(row.id)
    if (!known || !list.contains(known)) return document.adoptNode(row)
    const [head, nextHead] = [known.querySelector('[data-head]'), row.querySelector('[data-head]')]
    if (head && nextHead && !head.isEqualNode(nextHead)) head.replaceWith(document.adoptNode(nextHead))
    return known
  })
  const table = list.closest<HTMLElement>('.session-table')
  if (table) table.hidden = rows.length === 0
  if (isShown(list, rows)) return
  const focused = document.activeElement
  list.replaceChildren(...rows)
  if (focused instanceof HTMLElement && list.contains(focused)) focused.focus({ preventScroll: true })
}

function isShown(list: Element, rows: readonly Element[]): boolean {
  return list.children.length === rows.length && rows.every((row, index) => list.children[index] === row)
}
