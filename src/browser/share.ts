import { attachCopyButtons } from './copy.ts'

/** Brings share buttons and the panel to life, also those that are added to the page later. */
export function attachShare(): void {
  // Absent in some browsers, whatever their types say.
  if (!('share' in navigator)) return
  document.documentElement.classList.add('has-share-sheet')
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-share]') : null
    if (!(button instanceof HTMLElement)) return
    // Keeps the panel closed.
    event.preventDefault()
    void openSheet(button.dataset)
  })
}

/** Shows the copy buttons of a panel. */
export function attachSharePanel(root: ParentNode = document): void {
  const panel = root.querySelector('#share')
  if (panel) attachCopyButtons(panel)
}

async function openSheet({ title = '', text = '', url = '' }: DOMStringMap): Promise<void> {
  try {
    await navigator.share({ title, text, url })
  } catch (error) {
    const changedMind = error instanceof DOMException && error.name === 'AbortError'
    if (!changedMind) document.querySelector<HTMLElement>('#share')?.showPopover()
  }
}
