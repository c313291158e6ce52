import { onFiles } from './drop-zone.ts'
import { uploadShown } from './upload-progress.ts'

/**
 * Activates an upload control: unhides it, and uploads chosen files to the profile named by its `data-upload`, one
 * upload at a time.
 * @param done called with the receipt of each accepted upload
 */
export function attachUploadControl(
  control: HTMLElement,
  done: (receipt: Record<string, unknown>) => void,
): void {
  const zone = control.querySelector<HTMLElement>('.drop')
  const input = control.querySelector<HTMLInputElement>('input[type=file]')
  if (!zone || !input) return
  let busy = false
  onFiles(zone, input, async (files) => {
    const handle = control.dataset.upload
    if (busy || !handle) return
    busy = true
    const answer = await uploadShown(control, { handle, source: sourceIn(control) }, files)
    busy = false
    input.value = ''
    if (answer.ok) done(answer.body)
  })
  control.hidden = control.dataset.upload === ''
}

/** Returns which of the profile's histories to upload to. */
function sourceIn(control: HTMLElement): string {
  return (
    control.querySelector<HTMLInputElement | HTMLSelectElement>('[data-upload-source]')?.value || 'default'
  )
}
