import { plural, t } from '../language/language.ts'
import { type Filters, filtersIn, queryOf } from '../ui/filters.ts'
import { percentOf, scanLine } from '../ui/wording.ts'
import { say } from './announcer.ts'
import { Celebration } from './celebration.ts'
import { type LivePage, REQUEST_TIMEOUT_MS, scanFollower } from './live.ts'
import { attachNarrowing } from './narrowing.ts'
import { keepMarksTrue } from './new-marks.ts'
import { type Earned, swapRegions } from './regions.ts'
import { isOver, isPartial, type ScanEvent } from './scan-event.ts'
import { attachShare, attachSharePanel } from './share.ts'

/** A profile's page that updates itself. */
export interface FollowedPage {
  /** `generated_at` of the view on screen. */
  shownGeneratedAt(): number | null
  /**
   * The owner requested a scan: it is shown from start to end. `since`: `generated_at` of the view before the request,
   * if the page was refreshed meanwhile and the scan may be over already.
   */
  expectScan(since?: number | null): void
  /** Fetches the page again and updates what changed. */
  refresh(): Promise<void>
  /**
   * While an unpublished result covers the page, updates are not shown, and `narrow` handles the filter bar; null
   * uncovers it.
   */
  cover(narrow: ((filters: Filters) => void) | null): void
}

/** Follows the scans of this page's profile, and handles its filter bar. */
export function followProfile(profile: HTMLElement, { owner }: { owner: boolean }): FollowedPage {
  const { handle = '' } = profile.dataset
  const celebration = new Celebration(handle, owner)
  const page = livePage(profile, celebration)
  const follower = scanFollower(handle, page)
  const cover = narrowInPlace(profile, () => page.refresh('quietly'))
  keepMarksTrue()
  attachShare()
  attachSharePanel()
  celebration.sinceLastVisit()
  if (profile.dataset.follow === 'true') follower.follow(false)
  return {
    shownGeneratedAt: page.shownGeneratedAt,
    expectScan(since) {
      profile.dataset.requested = 'true'
      follower.follow(true, since)
    },
    refresh: async () => void (await page.refresh()),
    cover,
  }
}

/** Writes the filters to the URL, and fetches the page with them. */
function narrowInPlace(profile: HTMLElement, refresh: () => Promise<unknown>): FollowedPage['cover'] {
  let covering: ((filters: Filters) => void) | null = null
  let shown = location.search
  const show = () => {
    shown = location.search
    refresh().catch(() => {
      const line = document.querySelector('#matches')
      if (line) line.textContent = t('Can’t reach the server. Try again in a moment.')
    })
  }
  const narrowing = attachNarrowing(profile, (filters, step) => {
    if (covering) return covering(filters)
    const address = location.pathname + inLanguage(queryOf(filters))
    if (step === 'push') history.pushState(null, '', address)
    else history.replaceState(null, '', address)
    show()
  })
  const settle = () => narrowing.set(filtersIn(new URLSearchParams(location.search)))
  settle()
  addEventListener('popstate', () => {
    if (covering || location.search === shown) return
    settle()
    show()
  })
  return (narrow) => {
    covering = narrow
    profile.classList.toggle('is-covered', narrow !== null)
    if (narrow) narrowing.set({})
    else settle()
  }
}

/** Adds the language to a query, if the page's address says it: what is fetched next is in the same. */
function inLanguage(query: string): string {
  const fields = new URLSearchParams(query)
  const locale = new URLSearchParams(location.search).get('lang')
  if (locale !== null) fields.set('lang', locale)
  const text = fields.toString()
  return text && `?${text}`
}

interface RefreshedPage extends LivePage {
  refresh(how?: 'quietly'): Promise<boolean>
}

function livePage(profile: HTMLElement, celebration: Celebration): RefreshedPage {
  let last: ScanEvent | undefined
  let requests = 0
  return {
    shownGeneratedAt() {
      const shown = profile.dataset.generatedAt
      return shown ? Number(shown) : null
    },
    showScan(event) {
      last = event
      showBanner(event, profile.dataset.requested === 'true')
    },
    async refresh(how) {
      const request = ++requests
      const response = await fetch(location.href, {
        cache: 'no-store',
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      })
      if (!response.ok) throw new Error(`page answered ${response.status}`)
      const next = new DOMParser().parseFromString(await response.text(), 'text/html')
      const { generatedAt = '', follow } = next.querySelector<HTMLElement>('#profile')?.dataset ?? {}
      // If the page was requested again meanwhile, only the later response is shown.
      if (request !== requests) return follow === 'true'
      if (!profile.classList.contains('is-covered')) announce(swapRegions(next, how))
      profile.dataset.generatedAt = generatedAt
      // The event may be newer than the page.
      if (last) showBanner(last, profile.dataset.requested === 'true')
      return follow === 'true'
    },
    finished() {
      last = undefined
      profile.dataset.requested = 'false'
      say(t('Scan finished.'))
      celebration.sinceScan()
    },
  }
}

/** A mere refresh of a complete view is quiet, unless its owner requested it. */
function showBanner(event: ScanEvent, requested: boolean): void {
  const banner = document.querySelector<HTMLElement>('#scan')
  const line = banner?.querySelector('[data-scan-line]')
  const bar = banner?.querySelector('progress')
  if (!banner || !line || !bar) return
  banner.hidden = isOver(event) || !(requested || isPartial(event))
  line.textContent = scanLine(event.scanned, event.expected)
  bar.value = percentOf(event.scanned, event.expected)
}

const NAMED_MAX = 4

function announce(earned: Earned[]): void {
  if (earned.length === 0) return
  const named = earned.slice(0, NAMED_MAX).map(({ name, standing }) => `${name}, ${standing}`)
  const names =
    earned.length > NAMED_MAX ? t('{names}; and more', { names: named.join('; ') }) : named.join('; ')
  say(plural(earned.length, '{n} badge earned: {names}.', '{n} badges earned: {names}.', { names }))
}
