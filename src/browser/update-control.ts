import { t } from '../language/language.ts'
import { databaseAmong, handlesOf, openedBy } from './dropped-files.ts'
import { allowedToRead, forgetFiles, rememberedFiles, rememberFiles } from './remembered-files.ts'
import type { ScanControl } from './scan-control.ts'

/** A window with a picker that gives handles (File System Access, section 3.3). */
interface PickingWindow extends Window {
  showOpenFilePicker?(options: { multiple: true }): Promise<FileSystemFileHandle[]>
}

/**
 * Has an update begin with the files of the last one, in browsers with file handles. Others can still be chosen.
 * Returns what to call with the files of each finished scan.
 */
export function attachUpdateControl(
  control: HTMLElement,
  handle: string,
  { take, say }: ScanControl,
): (files: readonly File[]) => Promise<void> {
  const input = control.querySelector<HTMLInputElement>('input[type=file]')
  const label = control.querySelector<HTMLElement>('[data-update-label]')
  const others = control.querySelector<HTMLButtonElement>('[data-other-files]')
  const picking: PickingWindow = window
  if (!input || !label || !others || !picking.showOpenFilePicker) return async () => undefined
  let known: readonly FileSystemFileHandle[] = []
  let reopened: readonly File[] | null = null
  const use = (handles: readonly FileSystemFileHandle[]) => {
    known = handles
    const database = databaseAmong(handles)
    label.textContent = database ? t('Update from {file}', { file: database.name }) : t('Update')
    others.hidden = database === undefined
  }
  let withoutHandles = false
  const choose = async () => {
    const chosen = await picking.showOpenFilePicker?.({ multiple: true }).catch((error: unknown) => {
      // Not the reader’s cancelling, but a policy, say, that allows no handles.
      withoutHandles = !(error instanceof DOMException && error.name === 'AbortError')
      if (withoutHandles) input.click()
      return []
    })
    const files = await openedBy(chosen ?? [])
    if (files && files.length > 0) take(files)
  }
  const again = async () => {
    const file = databaseAmong(known)?.name ?? ''
    const isAllowed = await allowedToRead(known)
    const files = isAllowed ? await openedBy(known) : null
    if (files) {
      reopened = files
      return take(files)
    }
    say(
      isAllowed
        ? t('Your browser can’t open {file} any more. Choose it again.', { file })
        : t('Your browser wasn’t allowed to open {file}. Choose it again.', { file }),
    )
    use([])
    await forgetFiles(handle)
  }
  input.addEventListener('click', (event) => {
    if (withoutHandles) {
      withoutHandles = false
      return
    }
    event.preventDefault()
    void (known.length > 0 ? again() : choose())
  })
  others.addEventListener('click', () => void choose())
  void rememberedFiles(handle).then(use)
  return async (files) => {
    // The handle of a log stays known while there is no log.
    if (files === reopened) return
    const handles = await handlesOf(files)
    if (handles === null) return
    use(handles)
    await rememberFiles(handle, handles)
  }
}
