import { TIER_NAMES } from '../engine/types.ts'
import { plural } from '../language/language.ts'
import { say } from './announcer.ts'

/** Number of unlocks to name; further ones are counted. */
const NAMED_MAX = 6

/** How long the owner of a page is shown what a first scan brought, which is news to nobody else. Unit: milliseconds. */
const OWN_MS = 3_600_000

/** Shows unlocks that the reader has not seen, as the timeline records them. */
export class Celebration {
  readonly #key: string
  /** Unlocks of a history's first scan count from here on. In Unix milliseconds. */
  readonly #importedFrom: number
  /** The latest unlock that they have seen, in Unix milliseconds; null on a visitor's first visit. */
  #seen: number | null

  /** `owner`: whether the reader owns the page, and so has just made it if they see it for the first time. */
  constructor(handle: string, owner: boolean) {
    this.#key = `laurel.seen.${handle}`
    this.#importedFrom = owner ? Date.now() - OWN_MS : Number.POSITIVE_INFINITY
    this.#seen = remembered(this.#key) ?? (owner ? this.#importedFrom : null)
    document.querySelector('#celebration [data-dismiss]')?.addEventListener('click', () => this.#dismiss())
    document.addEventListener('keydown', ({ key }) => {
      const other = document.querySelector('.panel[open], [popover]:popover-open')
      if (key === 'Escape' && !other) this.#dismiss()
    })
  }

  /**
   * On load: unlocks since the last visit, except those of a history's first scan, which are not news. A first visit
   * shows nothing to visitors, and to owners what they have just made. While a scan runs, its end shows them all.
   */
  sinceLastVisit(): void {
    const isFirst = remembered(this.#key) === null
    if (document.querySelector<HTMLElement>('#scan')?.hidden === false) {
      // So much the visitor sees now: the end of the scan shows what comes after it.
      this.#seen ??= Math.max(0, ...recordedUnlocks().map(recorded))
      return
    }
    const heading = this.#show(
      (count) =>
        isFirst
          ? earned(count)
          : plural(count, '{n} badge earned since you were here', '{n} badges earned since you were here'),
      (unlock) => unlock.dataset.imported === undefined || recorded(unlock) > this.#importedFrom,
    )
    if (heading) say(heading)
  }

  /** After a scan that the reader watched, even the first. Its unlocks were announced one by one. */
  sinceScan(): void {
    this.#show(earned, () => true)
  }

  #show(headingOf: (count: number) => string, counts: (unlock: HTMLElement) => boolean): string | undefined {
    const unlocks = recordedUnlocks()
    const since = this.#seen
    this.#seen = Math.max(since ?? 0, ...unlocks.map(recorded))
    remember(this.#key, this.#seen)
    const region = document.querySelector<HTMLElement>('#celebration')
    const list = region?.querySelector('[data-earned]')
    const heading = region?.querySelector('h2')
    if (since === null || !region || !list || !heading) return undefined
    const fresh = proudestFirst(unlocks.filter((unlock) => recorded(unlock) > since && counts(unlock)))
    if (fresh.length === 0) return undefined
    heading.textContent = headingOf(fresh.length)
    list.replaceChildren(...fresh.slice(0, NAMED_MAX).map(withMedal), ...moreThan(fresh.length))
    region.hidden = false
    return heading.textContent
  }

  #dismiss(): void {
    const region = document.querySelector<HTMLElement>('#celebration')
    if (!region || region.hidden) return
    region.hidden = true
    document.querySelector<HTMLElement>('#main')?.focus()
  }
}

function earned(count: number): string {
  return plural(count, '{n} badge earned', '{n} badges earned')
}

function recordedUnlocks(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('#timeline [data-recorded]')]
}

function recorded({ dataset }: HTMLElement): number {
  return Date.parse(dataset.recorded ?? '')
}

/** Keeps the latest of several tiers of a badge, and sorts by tier, the highest first. */
function proudestFirst(unlocks: readonly HTMLElement[]): HTMLElement[] {
  const names = new Set<string | undefined>()
  return unlocks
    .filter(({ dataset }) => !names.has(dataset.unlock) && Boolean(names.add(dataset.unlock)))
    .sort((a, b) => tierOf(b) - tierOf(a))
}

/** Returns the step of an unlock's tier; 0 without tiers, or for the lowest. */
function tierOf({ dataset }: HTMLElement): number {
  const tiers: readonly string[] = TIER_NAMES
  return Math.max(0, tiers.indexOf(dataset.standing ?? ''))
}

/** Returns an unlock as the celebration lists it: with its medal, if the badge is on the page. */
function withMedal(unlock: HTMLElement): Node {
  const copy = unlock.cloneNode(true)
  if (copy instanceof HTMLElement) {
    const name = CSS.escape(unlock.dataset.unlock ?? '')
    const medal = document.querySelector(`#badges [data-badge="${name}"] .medal`)?.cloneNode(true)
    if (medal) {
      copy.classList.remove('with-pip')
      copy.prepend(medal)
    }
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
  link.textContent = plural(count - NAMED_MAX, 'and {n} other', 'and {n} others')
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
