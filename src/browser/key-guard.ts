import { t } from '../language/language.ts'
import { paths } from './paths.ts'

/**
 * Asks before the page with a key is left, until the key was copied, downloaded, or confirmed as kept. `panel` shows
 * the key of `handle`.
 */
export function guardKey(panel: HTMLElement, handle: string): void {
  const ask = (event: Event) => event.preventDefault()
  const kept = () => removeEventListener('beforeunload', ask)
  addEventListener('beforeunload', ask)
  panel.querySelector('#owner-key')?.addEventListener('copy', kept)
  panel.querySelector('[data-key-kept]')?.addEventListener('submit', kept)
  const download = panel.querySelector<HTMLButtonElement>('[data-key-download]')
  if (!download) return
  download.hidden = false
  download.addEventListener('click', () => {
    saveText(`laurel-${handle}.txt`, keyText(panel, handle))
    kept()
  })
}

function keyText(panel: HTMLElement, handle: string): string {
  const lines = [...panel.querySelectorAll('label')].flatMap(({ control, textContent }) =>
    control instanceof HTMLInputElement && control.matches('.key-value')
      ? [`${textContent}: ${control.value}`]
      : [],
  )
  return [t('@{handle} at {address}', { handle, address: location.origin + paths.root }), ...lines, ''].join(
    '\n',
  )
}

function saveText(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
