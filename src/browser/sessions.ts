/** Script of the page of sessions: live updates, and badges on demand. The page is complete without it. */
import { attachSessionBadges } from './session-badges.tsx'
import { followSessions } from './session-list.ts'

const page = document.querySelector<HTMLElement>('#sessions-page')
if (page) bringToLife(page)

function bringToLife(page: HTMLElement): void {
  attachSessionBadges(page)
  followSessions(page)
  const form = page.querySelector<HTMLFormElement>('[data-session-find]')
  form?.addEventListener('change', ({ target }) => {
    // Typing is submitted with Enter.
    if (target instanceof HTMLInputElement && target.type === 'search') return
    form.requestSubmit()
  })
}
