/** Script of the page of sessions: live updates, and badges on demand. The page is complete without it. */
import './language.ts'
import { attachSessionBadges } from './session-badges.tsx'
import { followSessions } from './session-list.ts'
import { sendWhenChosen } from './session-search.ts'

const page = document.querySelector<HTMLElement>('#sessions-page')
if (page) bringToLife(page)

function bringToLife(page: HTMLElement): void {
  attachSessionBadges(page)
  followSessions(page)
  sendWhenChosen(page)
}
