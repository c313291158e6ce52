import { type Filters, filtersIn, queryOf } from '../ui/filters.ts'

/** Applies the filter bar without loading the page. */
export interface Narrowing {
  /** Syncs the fields and links with the current URL, without fetching anything. */
  set(filters: Filters): void
}

/** Pause in typing after which a search starts. Unit: milliseconds. */
const TYPING_PAUSE_MS = 150

/**
 * Handles search, order and links of the filter bar within `root`, present or future.
 * @param step whether to add a history entry: for a choice, not for each letter typed
 */
export function attachNarrowing(
  root: HTMLElement,
  narrow: (filters: Filters, step: 'push' | 'replace') => void,
): Narrowing {
  let filters: Filters = {}
  let typing: number | undefined
  const text = () => root.querySelector<HTMLInputElement>('#find-text')
  const sort = () => root.querySelector<HTMLSelectElement>('#find-sort')

  /** Scrolls to the badges: what was typed may have changed only those that are out of sight. */
  const showResults = () => root.querySelector('.collection')?.scrollIntoView()
  const set = (next: Filters) => {
    filters = next
    const [field, select] = [text(), sort()]
    if (field) field.value = next.q ?? ''
    if (select) select.value = next.sort ?? ''
  }
  const take = (next: Filters, step: 'push' | 'replace') => {
    clearTimeout(typing)
    if (queryOf(next) === queryOf(filters)) return
    filters = next
    showResults()
    narrow(next, step)
  }
  /** Returns the links' choices among these filters, with the fields' current values. */
  const withFields = ({ q: _q, sort: _sort, ...links }: Filters): Filters => {
    const fields = new URLSearchParams({ q: text()?.value ?? '', sort: sort()?.value ?? '' })
    return { ...links, ...filtersIn(fields) }
  }

  root.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[data-narrow]')
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
      return
    event.preventDefault()
    const linked = filtersIn(new URL(link.href).searchParams)
    if (link.dataset.narrow !== 'all') return take(withFields(linked), 'push')
    take(linked, 'push')
    set(linked)
    text()?.focus({ preventScroll: true })
  })
  root.addEventListener('input', ({ target }) => {
    if (target !== text()) return
    clearTimeout(typing)
    typing = setTimeout(() => take(withFields(filters), 'replace'), TYPING_PAUSE_MS)
  })
  root.addEventListener('change', ({ target }) => {
    if (target === sort()) take(withFields(filters), 'push')
  })
  root.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.id !== 'find') return
    event.preventDefault()
    take(withFields(filters), 'replace')
  })
  document.addEventListener('keydown', (event) => {
    const field = text()
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || !field || isTyping(event))
      return
    event.preventDefault()
    showResults()
    field.focus({ preventScroll: true })
    field.select()
  })
  return { set }
}

/** Whether a key press goes into a field. */
function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.matches('input, select, textarea, [contenteditable]')
}
