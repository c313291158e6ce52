import type { AchievementsPayload } from '../contract/achievements.ts'
import { Badges } from '../page/badges.tsx'
import { FilterBar } from '../page/filter-bar.tsx'
import { Hero, LatestUnlocks } from '../page/hero.tsx'
import { scoreOf } from '../page/score.ts'
import { type Filters, filtersIn, queryOf, select } from '../page/selection.ts'
import { swapRegions } from './regions.ts'

export interface LocalPage {
  view: AchievementsPayload
  /** What its heading says. */
  name: string
  /** IANA name. */
  timeZone: string
}

/** A page that was made in this browser, shown as the server would show it. Its filters are answered in place. */
export class LocalView {
  readonly #container: HTMLElement
  #shown: LocalPage | undefined

  constructor(container: HTMLElement) {
    this.#container = container
    container.addEventListener('click', (event) => {
      const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[href^="?"]')
      if (!link || !this.#shown) return
      event.preventDefault()
      swapRegions(documentOf(this.#shown, filtersIn(new URL(link.href).searchParams)), 'quietly')
    })
  }

  /** Puts the page into the container, or in the place of the one that is there. */
  show(page: LocalPage): void {
    this.#shown = page
    if (this.#container.querySelector('[data-live][id]')) swapRegions(documentOf(page, {}))
    else this.#container.innerHTML = htmlOf(page, {})
  }

  /** Answers no more; what is shown stays. */
  leave(): void {
    this.#shown = undefined
  }

  clear(): void {
    this.leave()
    this.#container.replaceChildren()
  }
}

function documentOf(page: LocalPage, filters: Filters): Document {
  return new DOMParser().parseFromString(htmlOf(page, filters), 'text/html')
}

function htmlOf({ view, name, timeZone }: LocalPage, filters: Filters): string {
  const score = scoreOf(view)
  const now = Date.now() / 1000
  const hrefOf = (narrowed: Filters) => queryOf(narrowed) || '?'
  return String(
    <>
      <Hero name={name} view={view} score={score} now={now} />
      <LatestUnlocks score={score} now={now} />
      <FilterBar hrefOf={hrefOf} filters={filters} view={view} categories={score.categories} />
      <Badges
        selection={select(view.achievements, filters)}
        score={score}
        timeZone={timeZone}
        allHref={hrefOf({})}
      />
    </>,
  )
}
