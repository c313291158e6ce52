import { t } from '../language/language.ts'
import { newReportKey } from '../sync/reports/reported-sessions.ts'
import {
  type CreatedProfile,
  createProfile,
  FIRST_SOURCE,
  keepUntilDone,
  showCreated,
  showProblem,
} from './create.ts'
import { onLocalBar, showLocalBar } from './local-bar.ts'
import { LocalPlaces } from './local-places.ts'
import { LocalView } from './local-view.tsx'
import { attachNarrowing } from './narrowing.ts'
import { PublishForm } from './publish-form.ts'
import { showMoment } from './published.tsx'
import { keepReportKey } from './report-keys.ts'
import { attachScanControl } from './scan-control.ts'
import type { Scanner } from './scanner.ts'
import { sendShown } from './send-shown.ts'

/** Parts of the front page that its main flow uses. */
export interface HomeParts {
  control: HTMLElement
  /** Above the result. */
  local: HTMLElement
  publish: HTMLFormElement
  /** Where the result is shown. */
  view: HTMLElement
  create: HTMLFormElement
  /** Shown after a creation. */
  created: HTMLElement
}

/** The main flow of the front page: choose a history, scan and show it in the browser, publish it. */
export function attachHomeScan(parts: HomeParts, scanner: Scanner): void {
  const { control, local, publish, create } = parts
  const view = new LocalView(parts.view)
  const narrowing = attachNarrowing(parts.view, (filters) => view.narrow(filters))
  const [key, namingKey] = [newReportKey(), newReportKey()]
  const form = new PublishForm(publish, {
    keys: async () => ({ key, namingKey }),
    report: (terms) => scanner.report(terms),
    async publish(sessions) {
      const profile = await createProfile(publish, namingKey)
      if ('message' in profile) return showProblem(publish, profile)
      keepReportKey(profile.handle, FIRST_SOURCE, key)
      places.leave()
      showPublished(parts, profile)
      const to = { handle: profile.handle, source: FIRST_SOURCE }
      await untilSent(parts.created, () => sendShown(parts.created, to, sessions))
      const moment = parts.created.querySelector('[data-published]')
      if (moment && isShown(publish)) showMoment(moment, profile.handle, (await made()).view)
    },
  })
  const lendFields = fieldLender(create, publish)
  const zone = create.querySelector<HTMLSelectElement>('[name=time_zone]')
  const timeZone = () => zone?.value || 'UTC'
  const made = () => scanner.view(timeZone())
  const places = new LocalPlaces(local, (place) => scanner.details(place, timeZone()))
  const show = async () => {
    view.show({ ...(await made()), name: t('Your laurels') })
    await places.show()
  }
  attachScanControl(control, scanner, async (scanned) => {
    await show()
    setBegun(true)
    lendFields(true)
    showLocalBar(local, scanned)
  })
  zone?.addEventListener('change', () => {
    if (!local.hidden) void show()
  })
  onLocalBar(local, {
    open: () => void form.open(),
    close: () => form.close(),
    discard() {
      form.close()
      places.leave()
      view.clear()
      narrowing.set({})
      lendFields(false)
      setBegun(false)
      control.querySelector('input')?.focus()
    },
  })
}

/** Shows or hides the front page's introduction. */
function setBegun(begun: boolean): void {
  for (const part of document.querySelectorAll<HTMLElement>('[data-start]')) part.hidden = begun
}

/** Handle, time zone and visibility are fields of one form or the other. */
function fieldLender(create: HTMLFormElement, publish: HTMLFormElement): (lent: boolean) => void {
  const fields = create.querySelector('[data-profile-fields]')
  const home = document.createComment('fields')
  fields?.before(home)
  return (lent) => {
    if (!fields) return
    if (lent) publish.querySelector('[data-profile-slot]')?.append(fields)
    else home.after(fields)
  }
}

function showPublished({ local, publish, created }: HomeParts, profile: CreatedProfile): void {
  const bar = local.querySelector<HTMLElement>('[data-local-bar]')
  if (bar) bar.hidden = true
  publish.hidden = true
  local.append(created)
  showCreated(created, profile)
}

/** Whether others can open the page: there is nothing to share of a private one. */
function isShown(publish: HTMLFormElement): boolean {
  return new FormData(publish).get('visibility') !== 'private'
}

/** Sends until it succeeds, retrying after each failure when the reader asks for it. */
async function untilSent(panel: HTMLElement, send: () => Promise<unknown>): Promise<void> {
  const part = panel.querySelector<HTMLElement>('[data-first-report]')
  const again = panel.querySelector<HTMLButtonElement>('[data-send-again]')
  if (part) part.hidden = false
  const leave = keepUntilDone(panel, 'Your page opens as soon as everything is sent.')
  while (!(await send()) && again) {
    again.hidden = false
    await new Promise((resolve) => again.addEventListener('click', resolve, { once: true }))
    again.hidden = true
  }
  leave(true)
}
