/**
 * Script of the verifier: extracts a credential from its file, and sends only that. Without it, the page verifies
 * pasted text.
 */
import './language.ts'
import { SETTINGS } from '../config.ts'
import { tokenInFile } from '../credentials/extract.ts'
import { type Message, t } from '../language/language.ts'
import { catchStrayFiles, onFiles } from './drop-zone.ts'

const form = document.querySelector<HTMLFormElement>('[data-verify]')
if (form) bringToLife(form)

function bringToLife(form: HTMLFormElement): void {
  const chooser = form.querySelector<HTMLElement>('[data-verify-file]')
  const zone = chooser?.querySelector<HTMLElement>('.drop')
  const input = chooser?.querySelector<HTMLInputElement>('input[type=file]')
  const status = chooser?.querySelector<HTMLElement>('[data-verify-status]')
  const field = form.querySelector('textarea')
  if (!chooser || !zone || !input || !status || !field) return
  const take = async ([file]: File[]) => {
    const token = file ? await tokenOf(file) : null
    input.value = ''
    // The earlier result belongs to another file.
    document.querySelector('#finding')?.closest('section')?.remove()
    status.textContent = token === null ? t(NOTHING_IN_IT) : ''
    if (token === null) return
    field.value = token
    form.requestSubmit()
  }
  onFiles(zone, input, take)
  catchStrayFiles(zone, take)
  chooser.hidden = false
}

const NOTHING_IN_IT: Message =
  'No credential found in this file. Use the image exactly as you downloaded it: chat apps and photo sites strip credentials from images.'

async function tokenOf(file: File): Promise<string | null> {
  if (file.size > SETTINGS.BAKED_FILE_MAX_BYTES.value) return null
  try {
    return tokenInFile(new Uint8Array(await file.arrayBuffer()))
  } catch {
    return null
  }
}
