import { counted, timeLine } from '../ui/wording.ts'
import { WITHOUT_LOG } from './history-file.ts'
import type { Scanned } from './scan-control.ts'

/** Shows the bar above a local result, says how it was made, and scrolls to it. */
export function showLocalBar(local: HTMLElement, { progress, lacksLog }: Scanned): void {
  const { sessions, milliseconds } = progress
  const line = local.querySelector('[data-local-line]')
  const words = `${counted(sessions, 'session')}, read here in ${timeLine(milliseconds)}.`
  if (line) line.textContent = lacksLog ? `${words} ${WITHOUT_LOG}` : words
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
