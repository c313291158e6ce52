/** Takes the marks of what is new away once it no longer is: a page may be shown for days, or again from a cache. */
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
