import { plural, t } from '../language/language.ts'
import { timeLine } from '../ui/wording.ts'
import { WITHOUT_LOG } from './history-file.ts'
import type { Scanned } from './scan-control.ts'
import { sentences } from './spoken.ts'

/** Shows the bar above a local result, says how it was made, and scrolls to it. */
export function showLocalBar(local: HTMLElement, { progress, lacksLog }: Scanned): void {
  const { sessions, milliseconds } = progress
  const line = local.querySelector('[data-local-line]')
  const time = timeLine(milliseconds)
  const words = plural(sessions, '{n} session, read here in {time}.', '{n} sessions, read here in {time}.', {
    time,
  })
  if (line) line.textContent = lacksLog ? sentences(words, t(WITHOUT_LOG)) : words
  local.hidden = false
  local.querySelector<HTMLElement>('[data-local-heading]')?.focus()
}

/** What its buttons do. `discard` runs after hiding the bar. */
export function onLocalBar(
  local: HTMLElement,
  actions: { open(): void; close(): void; discard(): void },
): void {
  const onClick = (selector: string, act: () => void) =>
    local.querySelector(selector)?.addEventListener('click', act)
  onClick('[data-publish-open]', actions.open)
  onClick('[data-publish-close]', () => {
    actions.close()
    local.querySelector<HTMLElement>('[data-publish-open]')?.focus()
  })
  onClick('[data-local-discard]', () => {
    local.hidden = true
    actions.discard()
  })
}
