/** Script of a profile page for its owner: live scans, filter bar, local scans, publishing, uploading. */
import './language.ts'
import { attachOwnerScan } from './owner-scan.ts'
import { attachPanels } from './panels.ts'
import { followProfile } from './profile-page.ts'
import { Scanner } from './scanner.ts'
import { attachUploadControl } from './upload-control.ts'

const profile = document.querySelector<HTMLElement>('#profile')
if (profile) bringToLife(profile)

function bringToLife(profile: HTMLElement): void {
  const page = followProfile(profile, { owner: true })
  attachPanels(profile)
  const upload = profile.querySelector<HTMLElement>('[data-upload]')
  if (upload) {
    attachUploadControl(upload, (receipt) => {
      if (receipt.scan !== 'none') page.expectScan()
    })
  }
  const control = profile.querySelector<HTMLElement>('[data-scan]')
  const local = profile.querySelector<HTMLElement>('[data-local]')
  const publish = profile.querySelector<HTMLFormElement>('[data-publish]')
  if (!control || !local || !publish) return
  attachOwnerScan({ profile, control, local, publish, page }, new Scanner())
}
