import { namingKey } from '../sync/reports/naming-key.ts'
import { onLocalBar, showLocalBar } from './local-bar.ts'
import { LocalPlaces } from './local-places.ts'
import { LocalView } from './local-view.tsx'
import { paths } from './paths.ts'
import type { FollowedPage } from './profile-page.ts'
import { PublishForm } from './publish-form.ts'
import { reportKeyOf } from './report-keys.ts'
import { attachScanControl } from './scan-control.ts'
import type { Scanner } from './scanner.ts'
import { sendShown } from './send-shown.ts'
import { attachUpdateControl } from './update-control.ts'

export interface OwnerParts {
  profile: HTMLElement
  control: HTMLElement
  /** Heading of the result. */
  local: HTMLElement
  publish: HTMLFormElement
  page: FollowedPage
}

/**
 * Scans a history chosen by the owner on their page: the result replaces the page until it is published or discarded.
 */
export function attachOwnerScan(parts: OwnerParts, scanner: Scanner): void {
  const { profile, control, local, publish, page } = parts
  const { handle = '', timeZone = 'UTC' } = profile.dataset
  const view = new LocalView(profile)
  const places = new LocalPlaces(local, (place) => scanner.details(place, timeZone))
  const form: PublishForm = new PublishForm(publish, {
    keys: async () => ({
      key: reportKeyOf(handle, form.source),
      namingKey: await namingKey({ server: paths.root, handle }),
    }),
    report: (terms) => scanner.report(terms),
    async publish(sessions) {
      const before = page.shownGeneratedAt()
      const receipt = await sendShown(publish, { handle, source: form.source }, sessions)
      if (!receipt) return
      form.published()
      local.hidden = true
      await uncover()
      if (receipt.scan !== 'none') page.expectScan(before)
    },
  })
  const uncover = async () => {
    form.close()
    places.leave()
    view.leave()
    control.hidden = false
    page.cover(null)
    await page.refresh()
  }
  const scan = attachScanControl(control, scanner, async (scanned, files) => {
    const shown = await scanner.view(timeZone)
    page.cover((filters) => view.narrow(filters))
    view.show({ ...shown, name: `@${handle}` })
    await places.show()
    control.hidden = true
    showLocalBar(local, scanned)
    await remember?.(files)
  })
  const remember = scan && attachUpdateControl(control, handle, scan)
  onLocalBar(local, {
    open: () => void form.open(),
    close: () => form.close(),
    discard: () => void uncover().then(() => control.querySelector('input')?.focus()),
  })
}
