/** Shows the copy buttons and lets them copy the field beside them. */
export function attachCopyButtons(): void {
  for (const group of document.querySelectorAll('[data-copy-group]')) {
    const source = group.querySelector<HTMLInputElement>('[data-copy-source]')
    const button = group.querySelector<HTMLButtonElement>('[data-copy]')
    const label = group.querySelector('[data-copy-label]')
    if (!source || !button || !label) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      source.select()
      label.textContent = (await copied(source.value)) ? 'Copied' : 'Press Ctrl+C'
    })
  }
}

/** False where the page may not write to the clipboard; the field is selected, so that the reader can. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
