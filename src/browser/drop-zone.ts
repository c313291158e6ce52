import { droppedFiles } from './dropped-files.ts'

/** Calls back with files chosen through `input` or dropped on `zone`, even if they are the same again. */
export function onFiles(zone: HTMLElement, input: HTMLInputElement, chosen: (files: File[]) => void): void {
  const take = (files: File[]) => {
    if (files.length > 0) chosen(files)
  }
  input.addEventListener('change', () => take([...(input.files ?? [])]))
  zone.addEventListener('dragover', (event) => {
    event.preventDefault()
    zone.classList.add('is-over')
  })
  zone.addEventListener('dragleave', () => zone.classList.remove('is-over'))
  zone.addEventListener('drop', (event) => {
    event.preventDefault()
    zone.classList.remove('is-over')
    take(droppedFiles(event.dataTransfer))
  })
}

/**
 * Accepts files dropped next to a zone as if dropped on it. If the zone is hidden they are ignored: the browser would
 * otherwise navigate to them.
 */
export function catchStrayFiles(zone: HTMLElement, chosen: (files: File[]) => void): void {
  const isOpen = () => zone.checkVisibility()
  addEventListener('dragover', (event) => {
    if (event.defaultPrevented) return
    event.preventDefault()
    zone.classList.toggle('is-over', isOpen())
  })
  addEventListener('dragleave', () => zone.classList.remove('is-over'))
  addEventListener('drop', (event) => {
    if (event.defaultPrevented) return
    event.preventDefault()
    zone.classList.remove('is-over')
    const files = droppedFiles(event.dataTransfer)
    if (files.length > 0 && isOpen()) chosen(files)
  })
}
