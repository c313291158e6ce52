import type { AchievementsPayload } from '../contract/achievements.ts'
import type { ScanWarnings as Warnings } from '../contract/warnings.ts'
import { t } from '../language/language.ts'
import { Badges } from '../ui/badges.tsx'
import { FilterBar } from '../ui/filter-bar.tsx'
import { type Filters, queryOf } from '../ui/filters.ts'
import { Hero, LatestUnlocks } from '../ui/hero.tsx'
import { nextUp } from '../ui/next.ts'
import { NextUp } from '../ui/next-up.tsx'
import { ScanWarnings } from '../ui/scan-warnings.tsx'
import { scoreOf } from '../ui/score.ts'
import { select } from '../ui/selection.ts'
import { swapRegions } from './regions.ts'

export interface LocalPage {
  view: AchievementsPayload
  /** What was not counted completely. Anyone with the file may see it. */
  warnings: Warnings
  /** Text of its heading. */
  name: string
  /** IANA name. */
  timeZone: string
  /** The zone that was wanted, if this browser does not know it. */
  unknownZone?: string
}

/** A page made in this browser, rendered as the server would. */
export class LocalView {
  readonly #container: HTMLElement
  #shown: LocalPage | undefined
  #filters: Filters = {}

  constructor(container: HTMLElement) {
    this.#container = container
  }

  /** Inserts the page into the container, replacing a previous one. */
  show(page: LocalPage): void {
    this.#shown = page
    if (this.#container.querySelector('[data-live][id]')) swapRegions(documentOf(page, this.#filters))
    else this.#container.innerHTML = htmlOf(page, this.#filters)
  }

  /** Shows the same page with other filters. */
  narrow(filters: Filters): void {
    this.#filters = filters
    if (this.#shown) swapRegions(documentOf(this.#shown, filters), 'quietly')
  }

  /** Stops responding; what is shown stays. */
  leave(): void {
    this.#shown = undefined
    this.#filters = {}
  }

  clear(): void {
    this.leave()
    this.#container.replaceChildren()
  }
}

function documentOf(page: LocalPage, filters: Filters): Document {
  return new DOMParser().parseFromString(htmlOf(page, filters), 'text/html')
}

function htmlOf({ view, warnings, name, timeZone, unknownZone }: LocalPage, filters: Filters): string {
  const score = scoreOf(view)
  const selection = select(view.achievements, filters)
  // Everything was found just now, so nothing is marked as new.
  const viewing = { now: Date.now() / 1000, newSeconds: 0 }
  const hrefOf = (narrowed: Filters) => queryOf(narrowed) || '?'
  const placeOf = (id: string) => `#badge-${id}`
  return String(
    <>
      <Hero name={name} view={view} score={score} now={viewing.now} />
      <ScanWarnings meta={warnings} />
      <p id="unknown-zone" class="notice" data-live hidden={unknownZone === undefined}>
        {t('This browser does not know {zone}, so nights and weekends are counted in UTC.', {
          zone: unknownZone ?? '',
        })}
      </p>
      <div class="ahead">
        <NextUp next={nextUp(view.achievements)} badgeHref={placeOf} />
        <LatestUnlocks score={score} viewing={viewing} badgeHref={placeOf} />
      </div>
      <section class="collection" aria-label={t('Badges')}>
        <FilterBar
          hrefOf={hrefOf}
          filters={filters}
          selection={selection}
          view={view}
          categories={score.categories}
        />
        <Badges
          selection={selection}
          score={score}
          timeZone={timeZone}
          viewing={viewing}
          allHref={hrefOf({})}
        />
      </section>
    </>,
  )
}
