import { t } from '../language/language.ts'
import { fragmentOf, type LocalPlace, placeIn } from '../ui/local-place.ts'
import { swapRegions } from './regions.ts'
import { sendWhenChosen } from './session-search.ts'

const notShown = () =>
  `<p role="alert">${t('This can’t be shown. Reload the page and choose the file again.')}</p>`

/** The sessions and insights of a local result, beside its badges. */
export class LocalPlaces {
  readonly #local: HTMLElement
  readonly #panel: HTMLElement | null
  readonly #render: (place: LocalPlace) => Promise<string>
  #open = false
  /** Number of the latest request: results of earlier ones are dropped. */
  #requests = 0

  /** @param render returns the HTML of sessions or insights */
  constructor(local: HTMLElement, render: (place: LocalPlace) => Promise<string>) {
    this.#local = local
    this.#panel = document.querySelector<HTMLElement>('[data-local-details]')
    this.#render = render
    addEventListener('hashchange', () => void this.#go())
    if (!this.#panel) return
    sendWhenChosen(this.#panel)
    this.#panel.addEventListener('submit', (event) => {
      event.preventDefault()
      if (event.target instanceof HTMLFormElement)
        location.hash = fragmentOf('sessions', fieldsOf(event.target))
    })
  }

  /** Shows the place that the page's URL names, of a new result. */
  async show(): Promise<void> {
    this.#open = true
    await this.#go()
  }

  /** Hides and forgets what was shown. */
  leave(): void {
    this.#open = false
    this.#requests++
    if (this.#panel) this.#panel.hidden = true
    this.#panel?.querySelector('#local-shown')?.replaceChildren()
    if (location.hash.startsWith('#/')) history.replaceState(null, '', location.pathname + location.search)
  }

  async #go(): Promise<void> {
    if (!this.#open || !this.#panel) return
    const request = ++this.#requests
    const place = placeIn(location.hash)
    const html = place.name === 'badges' ? null : await this.#render(place).catch(notShown)
    if (request !== this.#requests) return
    for (const link of this.#local.querySelectorAll<HTMLElement>('[data-place]')) {
      if (link.dataset.place === place.name) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
    if (html === null) return this.#showBadges(this.#panel)
    this.#showDetails(this.#panel, html)
  }

  #showBadges(panel: HTMLElement): void {
    panel.hidden = true
    // It may have been led to a badge that was hidden until now.
    if (location.hash.length > 1) document.getElementById(location.hash.slice(1))?.scrollIntoView()
  }

  #showDetails(panel: HTMLElement, html: string): void {
    const hadFocus = panel.contains(document.activeElement)
    const next = `<div id="local-shown" data-live>${html}</div>`
    swapRegions(new DOMParser().parseFromString(next, 'text/html'), 'quietly')
    panel.hidden = false
    // What had the focus is gone, such as a link to the next page.
    if (hadFocus && !panel.contains(document.activeElement)) panel.focus()
  }
}

function fieldsOf(form: HTMLFormElement): Record<string, string> {
  const fields = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  return Object.fromEntries(fields)
}
