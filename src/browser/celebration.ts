import { counted } from '../ui/wording.ts'
import { say } from './announcer.ts'

/** Number of unlocks to name; further ones are counted. */
const NAMED_MAX = 6

/** Shows unlocks that the reader has not seen, as the timeline records them. */
export class Celebration {
  readonly #key: string
  /** The latest unlock that they have seen, in Unix milliseconds; null on a first visit. */
  #seen: number | null

  constructor(handle: string) {
    this.#key = `laurel.seen.${handle}`
    this.#seen = remembered(this.#key)
    document.querySelector('#celebration [data-dismiss]')?.addEventListener('click', () => this.#dismiss())
  }

  /**
   * On load: unlocks since the last visit, except those of a history's first scan, which are not news. Shows nothing on
   * a first visit.
   */
  sinceLastVisit(): void {
    const heading = this.#show(
      (count) => `${counted(count, 'badge')} earned since you were here`,
      ({ dataset }) => dataset.imported === undefined,
    )
    if (heading) say(heading)
  }

  /** After a scan that the reader watched, even the first. Its unlocks were announced one by one. */
  sinceScan(): void {
    this.#show(
      (count) => `${counted(count, 'badge')} earned`,
      () => true,
    )
  }

  #show(headingOf: (count: number) => string, counts: (unlock: HTMLElement) => boolean): string | undefined {
    const unlocks = [...document.querySelectorAll<HTMLElement>('#timeline [data-recorded]')]
    const recorded = (unlock: HTMLElement) => Date.parse(unlock.dataset.recorded ?? '')
    const since = this.#seen
    this.#seen = Math.max(since ?? 0, ...unlocks.map(recorded))
    remember(this.#key, this.#seen)
    const region = document.querySelector<HTMLElement>('#celebration')
    const list = region?.querySelector('[data-earned]')
    const heading = region?.querySelector('h2')
    if (since === null || !region || !list || !heading) return undefined
    const fresh = onceEach(unlocks.filter((unlock) => recorded(unlock) > since && counts(unlock)))
    if (fresh.length === 0) return undefined
    heading.textContent = headingOf(fresh.length)
    list.replaceChildren(...fresh.slice(0, NAMED_MAX).map(withoutMark), ...moreThan(fresh.length))
    region.hidden = false
    return heading.textContent
  }

  #dismiss(): void {
    const region = document.querySelector<HTMLElement>('#celebration')
    if (region) region.hidden = true
    document.querySelector<HTMLElement>('#main')?.focus()
  }
}

/** Keeps the latest of several tiers of a badge. */
function onceEach(unlocks: readonly HTMLElement[]): HTMLElement[] {
  const names = new Set<string | undefined>()
  return unlocks.filter(({ dataset }) => !names.has(dataset.unlock) && Boolean(names.add(dataset.unlock)))
}

function withoutMark(unlock: HTMLElement): Node {
  const copy = unlock.cloneNode(true)
  if (copy instanceof HTMLElement) {
    copy.querySelector('[data-new-until]')?.remove()
    for (const name of ['recorded', 'imported', 'unlock', 'standing']) delete copy.dataset[name]
  }
  return copy
}

function moreThan(count: number): HTMLElement[] {
  if (count <= NAMED_MAX) return []
  const line = document.createElement('li')
  const link = document.createElement('a')
  link.href = '#timeline'
  link.textContent = `and ${counted(count - NAMED_MAX, 'other')}`
  line.append(link)
  return [line]
}

function remembered(key: string): number | null {
  try {
    const value = Number(localStorage.getItem(key) ?? Number.NaN)
    return Number.isFinite(value) ? value : null
  } catch {
    // Storage may be disabled: then every visit is the first.
    return null
  }
}

function remember(key: string, value: number): void {
  try {
    localStorage.setItem(key, String(value))
  } catch {
    // As above.
  }
}
