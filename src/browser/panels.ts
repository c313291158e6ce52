/** Closes the owner's panels on Escape and when focus moves elsewhere, like menus. */
export function attachPanels(profile: HTMLElement): void {
  const open = () => profile.querySelector<HTMLDetailsElement>('.panel[open]')
  document.addEventListener('keydown', ({ key }) => {
    const panel = open()
    if (key !== 'Escape' || !panel) return
    panel.open = false
    panel.querySelector('summary')?.focus()
  })
  document.addEventListener('click', ({ target }) => {
    const panel = open()
    // The progress of an upload stays visible.
    if (panel?.querySelector('progress:not([hidden])')) return
    if (panel && target instanceof Node && !panel.contains(target)) panel.open = false
  })
  // A link to the settings on this page opens them; the menu would stay above.
  const menu = document.querySelector<HTMLElement>('#account-menu')
  menu?.addEventListener('click', ({ target }) => {
    if (target instanceof HTMLAnchorElement) menu.hidePopover()
  })
}
