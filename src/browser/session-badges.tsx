import { t } from '../language/language.ts'
import { badgesIn, SessionBadges } from '../ui/session-badges.tsx'
import { type Answer, answerOf } from './answer.ts'
import { paths } from './paths.ts'
import { spoken } from './spoken.ts'

/** Fetches the badges of a session when it is first opened. */
export function attachSessionBadges(page: HTMLElement): void {
  const { handle = '' } = page.dataset
  // `toggle` does not bubble, but it can be captured.
  page.addEventListener('toggle', ({ target }) => void unfold(target, handle), { capture: true })
}

async function unfold(target: EventTarget | null, handle: string): Promise<void> {
  if (!(target instanceof HTMLDetailsElement) || !target.open) return
  const place = target.querySelector<HTMLElement>('[data-badges=""]')
  const id = target.dataset.session
  if (!place || id === undefined) return
  place.dataset.badges = 'requested'
  place.setAttribute('aria-busy', 'true')
  place.textContent = t('Looking…')
  const answer = await ask(paths.sessionBadgesApi(handle, id))
  place.removeAttribute('aria-busy')
  if (answer.ok) {
    const badges = badgesIn(answer.body.badges)
    place.innerHTML = String(
      <SessionBadges badges={badges} badgeHref={(badge) => paths.badge(handle, badge)} />,
    )
    place.dataset.badges = 'shown'
    return
  }
  // Opening it again retries.
  place.textContent = spoken(answer.problem.message)
  place.dataset.badges = ''
}

async function ask(path: string): Promise<Answer> {
  try {
    const response = await fetch(path)
    return answerOf(response.status, await response.text())
  } catch {
    return answerOf(0, '')
  }
}
