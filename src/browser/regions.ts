/** Updates the page in place: only differences are touched, and focus stays. */

export interface Earned {
  name: string
  standing: string
}

/**
 * Replaces every `[data-live]` region by its counterpart in `next`, by id; for announced regions only the text. Open
 * details stay open. Newly unlocked badges are marked for a while, unless quiet.
 * @returns the badges that were unlocked or reached another tier
 */
export function swapRegions(next: Document, how?: 'quietly'): Earned[] {
  const before = standings()
  for (const region of document.querySelectorAll('[data-live][id]')) {
    const counterpart = next.getElementById(region.id)
    if (!counterpart) continue
    if (isText(region)) setText(region, counterpart)
    else swapRegion(region, counterpart)
  }
  return how === 'quietly' ? [] : celebrate(before)
}

function isText(region: Element): boolean {
  return region.getAttribute('data-live') === 'text'
}

/** Unchanged text would be announced again. */
function setText(region: Element, { textContent }: Element): void {
  if (region.textContent !== textContent) region.textContent = textContent
}

function swapRegion(region: Element, counterpart: HTMLElement): void {
  for (const details of region.querySelectorAll<HTMLDetailsElement>('details[id]')) {
    const next = counterpart.querySelector<HTMLDetailsElement>(`#${CSS.escape(details.id)}`)
    if (next) next.open = details.open
  }
  if (!region.isEqualNode(counterpart)) swap(region, document.adoptNode(counterpart))
}

/** Unchanged badges are moved over, so that nothing in them restarts. */
function swap(region: Element, next: Element): void {
  for (const badge of next.querySelectorAll('.badge[id]')) {
    const old = document.getElementById(badge.id)
    if (old?.isEqualNode(badge)) badge.replaceWith(old)
  }
  const focus = focusedWithin(region)
  region.replaceWith(next)
  if (focus) next.querySelector<HTMLElement>(focus)?.focus({ preventScroll: true })
}

/** Returns a selector for the focused element inside `region`, or undefined. */
function focusedWithin(region: Element): string | undefined {
  const focused = document.activeElement
  if (!focused || !region.contains(focused)) return undefined
  if (focused.id) return `#${CSS.escape(focused.id)}`
  const href = focused.getAttribute('href')
  return href ? `a[href="${CSS.escape(href)}"]` : undefined
}

function standings(): Map<string, string> {
  const badges = document.querySelectorAll<HTMLElement>('.badge[data-standing]')
  return new Map([...badges].map((badge) => [badge.id, badge.dataset.standing ?? '']))
}

const CELEBRATION_MS = 6000

function celebrate(before: Map<string, string>): Earned[] {
  const earned: Earned[] = []
  for (const badge of document.querySelectorAll<HTMLElement>('.badge.is-unlocked')) {
    const { badge: name = '', standing = '' } = badge.dataset
    if (before.get(badge.id) === standing) continue
    earned.push({ name, standing })
    badge.classList.add('is-new')
    setTimeout(() => badge.classList.remove('is-new'), CELEBRATION_MS)
  }
  return earned
}
