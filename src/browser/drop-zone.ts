/** Calls back with a file that is chosen through `input` or dropped on `zone`. The same file may come twice. */
export function onFile(zone: HTMLElement, input: HTMLInputElement, chosen: (file: File) => void): void {
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file) chosen(file)
  })
  zone.addEventListener('dragover', (event) => {
    event.preventDefault()
    zone.classList.add('is-over')
  })
  zone.addEventListener('dragleave', () => zone.classList.remove('is-over'))
  zone.addEventListener('drop', (event) => {
    event.preventDefault()
    zone.classList.remove('is-over')
    const file = event.dataTransfer?.files[0]
    if (file) chosen(file)
  })
}
