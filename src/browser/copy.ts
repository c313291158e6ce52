import { t } from '../language/language.ts'

/** Shows the copy buttons inside `root`, each of which copies the field next to it. */
export function attachCopyButtons(root: ParentNode = document): void {
  for (const group of root.querySelectorAll('[data-copy-group]')) {
    const source = group.querySelector<HTMLInputElement>('[data-copy-source]')
    const button = group.querySelector<HTMLButtonElement>('[data-copy]')
    const label = group.querySelector('[data-copy-label]')
    if (!source || !button || !label) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      source.select()
      const done = await copied(source.value)
      label.textContent = done ? t('Copied') : t('Press Ctrl+C')
      // As if the reader had pressed the keys: see key-guard.ts.
      if (done) source.dispatchEvent(new Event('copy', { bubbles: true }))
    })
  }
}

/** Makes the button marked `data-copy-text` inside `root` copy a text. */
export function copyFrom(root: Element, textOf: () => string): void {
  const button = root.querySelector('[data-copy-text]')
  const label = button?.querySelector('[data-copy-label]')
  button?.addEventListener('click', async () => {
    if (label) label.textContent = (await copied(textOf())) ? t('Copied') : t('Select and press Ctrl+C')
  })
}

/** Copies a text. Returns false if the page may not write to the clipboard; the field is selected instead. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
