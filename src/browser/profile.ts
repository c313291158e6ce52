/** Script of a profile page: live scans and the owner's upload. The page is complete without it. */

import { counted, percentOf, scanLine } from '../page/wording.ts'
import { type LivePage, scanFollower } from './live.ts'
import { type Earned, swapRegions } from './regions.ts'
import { isOver, isPartial, type ScanEvent } from './scan-event.ts'
import { attachUploadControl } from './upload-control.ts'

const profile = document.querySelector<HTMLElement>('#profile')
if (profile) bringToLife(profile)

function bringToLife(profile: HTMLElement): void {
  const follower = scanFollower(profile.dataset.handle ?? '', livePage(profile))
  const control = profile.querySelector<HTMLElement>('[data-upload]')
  if (control) {
    attachUploadControl(control, (receipt) => {
      if (receipt.scan === 'none') return
      profile.dataset.asked = 'true'
      follower.follow(true)
    })
  }
  if (profile.dataset.follow === 'true') follower.follow(false)
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
      announce(swapRegions(next))
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
