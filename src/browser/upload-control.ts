import { onFiles } from './drop-zone.ts'
import { uploadShown } from './upload-progress.ts'

/**
 * Brings an upload control to life: it appears, and sends what is chosen to the profile whose handle is its `data-upload`.
 * One upload at a time. `done` is called with the receipt of each that the server took.
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

/** Which of the profile's histories is sent. */
function sourceIn(control: HTMLElement): string {
  return (
    control.querySelector<HTMLInputElement | HTMLSelectElement>('[data-upload-source]')?.value || 'default'
  )
}
