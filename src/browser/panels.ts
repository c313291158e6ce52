/** Lets the owner's panels be closed by Escape and by going elsewhere, as menus are. */
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
    // How far an upload is stays in sight.
    if (panel?.querySelector('progress:not([hidden])')) return
    if (panel && target instanceof Node && !panel.contains(target)) panel.open = false
  })
}
