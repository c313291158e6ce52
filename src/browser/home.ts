/** Script of the front page and of the page that follows a creation. Both work without it. */
import { attachCopyButtons } from './copy.ts'
import { attachCreateForm } from './create.ts'
import { attachUploadControl } from './upload-control.ts'

const form = document.querySelector<HTMLFormElement>('#create')
const panel = document.querySelector<HTMLElement>('#created')

attachCopyButtons()
if (form && panel) {
  attachCreateForm(form, panel)
  chooseOwnTimeZone(form)
} else {
  const control = document.querySelector<HTMLElement>('[data-upload]')
  if (control) attachUploadControl(control, () => undefined)
}

/** The reader's own zone, unless one was chosen already. */
function chooseOwnTimeZone(form: HTMLFormElement): void {
  const select = form.querySelector<HTMLSelectElement>('[name=time_zone]')
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (select?.value !== 'UTC') return
  if ([...select.options].some((option) => option.value === own)) select.value = own
}
