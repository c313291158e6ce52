/** Script of the front page and of those that show a key. They work without it. */
import './language.ts'
import { SIGNED_OUT } from '../urls.ts'
import { attachCopyButtons } from './copy.ts'
import { attachCreateForm } from './create.ts'
import { explainHandle } from './handle-field.ts'
import { attachHomeScan } from './home-scan.ts'
import { keepOffline } from './keep-offline.ts'
import { guardKey } from './key-guard.ts'
import { forgetAllFiles, forgetFiles } from './remembered-files.ts'
import { Scanner } from './scanner.ts'
import { attachUploadControl } from './upload-control.ts'

const form = document.querySelector<HTMLFormElement>('#create')
const panel = document.querySelector<HTMLElement>('#created')

attachCopyButtons()
void keepOffline()
// Signing out and deleting a page lead here. Without an account alone this may be the kept copy, which nobody owns.
if (location.hash === SIGNED_OUT) {
  void forgetAllFiles()
  history.replaceState(null, '', location.pathname)
}
const deleted = document.querySelector<HTMLElement>('[data-deleted]')?.dataset.deleted
if (deleted) void forgetFiles(deleted)
if (form && panel) {
  attachCreateForm(form, panel)
  chooseOwnTimeZone(form)
  const handle = form.querySelector<HTMLInputElement>('[name=handle]')
  if (handle) explainHandle(handle)
  attachScan(form, panel)
} else {
  const shown = document.querySelector<HTMLElement>('[data-key]')
  if (shown) guardKey(shown, shown.dataset.key ?? '')
  const control = document.querySelector<HTMLElement>('[data-upload]')
  if (control) attachUploadControl(control, () => undefined)
}

function attachScan(create: HTMLFormElement, created: HTMLElement): void {
  const control = document.querySelector<HTMLElement>('[data-scan]')
  const local = document.querySelector<HTMLElement>('[data-local]')
  const publish = document.querySelector<HTMLFormElement>('[data-publish]')
  const view = document.querySelector<HTMLElement>('[data-local-view]')
  if (!control || !local || !publish || !view) return
  for (const element of document.querySelectorAll<HTMLElement>('[data-without-script]')) element.hidden = true
  attachHomeScan({ control, local, publish, view, create, created }, new Scanner())
}

/** Selects the reader's own zone, which the server can only guess, unless the form came back with a choice. */
function chooseOwnTimeZone(form: HTMLFormElement): void {
  const select = form.querySelector<HTMLSelectElement>('[name=time_zone]')
  const own: string | undefined = Intl.DateTimeFormat().resolvedOptions().timeZone
  // Chromium calls the zone of a system that does not say which it is in Etc/Unknown. Some give an offset, or nothing.
  if (!select || own === 'Etc/Unknown' || !/^[A-Z]/.test(own ?? '') || form.querySelector('[role=alert]'))
    return
  // Browsers adopt new zone names before servers do, so the reader's own is always an option.
  if (![...select.options].some((option) => option.value === own)) select.append(new Option(own, own))
  select.value = own
}
