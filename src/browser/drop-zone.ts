/** Calls back with files that are chosen through `input` or dropped on `zone`. The same ones may come twice. */
export function onFiles(zone: HTMLElement, input: HTMLInputElement, chosen: (files: File[]) => void): void {
  const take = (files: FileList | null | undefined) => {
    if (files && files.length > 0) chosen([...files])
  }
  input.addEventListener('change', () => take(input.files))
  zone.addEventListener('dragover', (event) => {
    event.preventDefault()
    zone.classList.add('is-over')
  })
  zone.addEventListener('dragleave', () => zone.classList.remove('is-over'))
  zone.addEventListener('drop', (event) => {
    event.preventDefault()
    zone.classList.remove('is-over')
    take(event.dataTransfer?.files)
  })
}
