/** Removes expired marks of new badges: a page may stay open for days, or come from a cache. */
export function keepMarksTrue(): void {
  dropPast()
  addEventListener('pageshow', dropPast)
  document.addEventListener('visibilitychange', dropPast)
}

function dropPast(): void {
  for (const mark of document.querySelectorAll<HTMLElement>('[data-new-until]')) {
    if (Number(mark.dataset.newUntil) * 1000 <= Date.now()) mark.remove()
  }
}
