import { counted, percentOf, scanLine } from '../page/wording.ts'
import { type LivePage, scanFollower } from './live.ts'
import { type Earned, swapRegions } from './regions.ts'
import { isOver, isPartial, type ScanEvent } from './scan-event.ts'

/** A profile's page that keeps itself up to date. */
export interface FollowedPage {
  /** The owner asked for a scan: it is shown from its begin to its end. */
  expectScan(): void
  /** Fetches the page again and swaps what changed. */
  refresh(): Promise<void>
  /** While it is covered by a result that is not published, what is published is not shown. */
  cover(covered: boolean): void
}

/** Follows the scans of the profile whose page this is. */
export function followProfile(profile: HTMLElement): FollowedPage {
  const page = livePage(profile)
  const follower = scanFollower(profile.dataset.handle ?? '', page)
  if (profile.dataset.follow === 'true') follower.follow(false)
  return {
    expectScan() {
      profile.dataset.asked = 'true'
      follower.follow(true)
    },
    refresh: async () => void (await page.refresh()),
    cover(covered) {
      profile.classList.toggle('is-covered', covered)
    },
  }
}
function livePage(profile: HTMLElement): LivePage {
  let last: ScanEvent | undefined
  return {
    shownGeneratedAt() {
      const shown = profile.dataset.generatedAt
      return shown ? Number(shown) : null
    },
    showScan(event) {
      last = event
      showBanner(event, profile.dataset.asked === 'true')
    },
    async refresh() {
      const response = await fetch(location.href, { cache: 'no-store' })
      if (!response.ok) throw new Error(`page answered ${response.status}`)
      const next = new DOMParser().parseFromString(await response.text(), 'text/html')
      if (!profile.classList.contains('is-covered')) announce(swapRegions(next))
      const { generatedAt = '', follow } = next.querySelector<HTMLElement>('#profile')?.dataset ?? {}
      profile.dataset.generatedAt = generatedAt
      // What came with the event may be newer than what came with the page.
      if (last) showBanner(last, profile.dataset.asked === 'true')
      return follow === 'true'
    },
    finished() {
      last = undefined
      profile.dataset.asked = 'false'
      say('Scan finished.')
    },
  }
}

/** A whole view that is merely refreshed changes quietly, unless its owner asked for it. */
function showBanner(event: ScanEvent, asked: boolean): void {
  const banner = document.querySelector<HTMLElement>('#scan')
  const line = banner?.querySelector('[data-scan-line]')
  const bar = banner?.querySelector('progress')
  if (!banner || !line || !bar) return
  banner.hidden = isOver(event) || !(asked || isPartial(event))
  line.textContent = scanLine(event.scanned, event.expected)
  bar.value = percentOf(event.scanned, event.expected)
}

const NAMED_AT_MOST = 4

function announce(earned: Earned[]): void {
  if (earned.length === 0) return
  const names = earned.slice(0, NAMED_AT_MOST).map(({ name, standing }) => `${name}, ${standing}`)
  const more = earned.length > NAMED_AT_MOST ? '; and more' : ''
  say(`${counted(earned.length, 'badge')} earned: ${names.join('; ')}${more}.`)
}

const SAID_AT_MOST = 4

/** Adds to what screen readers read out; what was said before is not cut off. */
function say(words: string): void {
  const line = document.createElement('p')
  line.textContent = words
  const announcer = document.querySelector('#announcer')
  announcer?.append(line)
  if (announcer && announcer.childElementCount > SAID_AT_MOST) announcer.firstElementChild?.remove()
}
