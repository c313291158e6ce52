import type { Child, FC } from 'hono/jsx'
import type { AchievementsPayload } from '../contract/achievements.ts'
import { plural, t, translated } from '../language/language.ts'
import { type Filters, isNarrowed, SEARCH_MAX, SORTS, STATES } from './filters.ts'
import { CategoryIcon, Icon } from './icon.tsx'
import type { Score } from './score.ts'
import type { Selection } from './selection.ts'

export interface FilterBarProps {
  /** Returns the URL of the page with these filters. */
  hrefOf: (filters: Filters) => string
  filters: Filters
  /** The badges that pass the filters. */
  selection: Selection
  view: AchievementsPayload
  categories: Score['categories']
}

/**
 * A search, an order, and two rows of links, each of which preserves the other choices. All of it is in the URL's
 * query. A script applies it in place.
 */
export const FilterBar: FC<FilterBarProps> = ({ hrefOf, filters, selection, view, categories }) => {
  const { category, state } = filters
  const counts: Record<string, number> = {
    unlocked: view.unlocked_count,
    discovered: view.discovered_count,
    secret: view.secret_count,
  }
  return (
    <div class="filters">
      <Find action={hrefOf({})} filters={filters} />
      <div class="filter-rows">
        <nav id="filter-state" aria-label={t('Filter by state')} data-live>
          <ul class="chips">
            <Chip href={hrefOf(without(filters, 'state'))} current={!state}>
              {t('All')} <Count value={view.total_count} />
            </Chip>
            {STATES.map(({ value, label }) => (
              <Chip href={hrefOf({ ...filters, state: value })} current={state === value}>
                {t(label)} <Count value={counts[value] ?? 0} />
              </Chip>
            ))}
          </ul>
        </nav>
        <nav id="filter-category" aria-label={t('Filter by category')} data-live>
          <ul class="chips chips-quiet">
            <Chip href={hrefOf(without(filters, 'category'))} current={!category}>
              {t('All categories')}
            </Chip>
            {categories.map(({ name }) => (
              <Chip href={hrefOf({ ...filters, category: name })} current={category === name}>
                <CategoryIcon category={name} /> {translated(name)}
              </Chip>
            ))}
          </ul>
        </nav>
      </div>
      <p id="matches" class="hint" role="status" data-live="text">
        {isNarrowed(filters) ? matchLine(selection, view.total_count) : ''}
      </p>
    </div>
  )
}

const BY_CATEGORY = { value: '', label: 'Category' } as const

/** Search and order. Without a script, a button submits the form, and hidden fields preserve the links' choices. */
const Find: FC<{ action: string; filters: Filters }> = ({ action, filters }) => (
  <search aria-label={t('Badges')}>
    <form id="find" class="find" method="get" action={`${action}#badges`}>
      <span class="find-text">
        <Icon name="search" />
        <label class="sr-only" for="find-text">
          {t('Search badges')}
        </label>
        <input
          id="find-text"
          name="q"
          type="search"
          value={filters.q ?? ''}
          maxlength={SEARCH_MAX}
          placeholder={t('Search badges')}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="search"
          aria-keyshortcuts="/"
        />
        <span class="kbd" aria-hidden="true">
          /
        </span>
      </span>
      <span class="find-sort">
        <label for="find-sort">{t('Sort by')}</label>
        <select id="find-sort" name="sort">
          {[BY_CATEGORY, ...SORTS].map(({ value, label }) => (
            <option value={value} selected={value === (filters.sort ?? '')}>
              {t(label)}
            </option>
          ))}
        </select>
      </span>
      {filters.category && (
        <input id="find-category" type="hidden" name="category" value={filters.category} />
      )}
      {filters.state && <input id="find-state" type="hidden" name="state" value={filters.state} />}
      <button class="button" type="submit">
        {t('Show')}
      </button>
    </form>
  </search>
)

/** `12 of 60 badges`, or that there are none. */
function matchLine({ shown, secretCount }: Selection, total: number): string {
  const count = shown + secretCount
  return count === 0
    ? t('No badges match.')
    : plural(total, '{count} of {n} badge', '{count} of {n} badges', { count })
}

const Chip: FC<{ href: string; current: boolean; children?: Child }> = ({ href, current, children }) => (
  <li>
    <a class="chip" href={`${href}#badges`} aria-current={current ? 'true' : undefined} data-narrow>
      {children}
    </a>
  </li>
)

const Count: FC<{ value: number }> = ({ value }) => <span class="count">{value}</span>

function without(filters: Filters, name: keyof Filters): Filters {
  const { [name]: _left, ...rest } = filters
  return rest
}
