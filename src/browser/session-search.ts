/** Sends the search of sessions inside `root` as soon as something is chosen. Typing is sent with Enter. */
export function sendWhenChosen(root: HTMLElement): void {
  root.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLElement) || target.matches('[type=search]')) return
    target.closest<HTMLFormElement>('[data-session-find]')?.requestSubmit()
  })
}
