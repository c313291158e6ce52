import type { Child, FC } from 'hono/jsx'
import type { AchievementsPayload } from '../contract/achievements.ts'
import { CategoryIcon } from './icon.tsx'
import type { Score } from './score.ts'
import { type Filters, STATES } from './selection.ts'

export interface FilterBarProps {
  /** Where the page is shown narrowed by filters. */
  hrefOf: (filters: Filters) => string
  filters: Filters
  view: AchievementsPayload
  categories: Score['categories']
}

/** Two rows of links. Each keeps what the other row has chosen. */
export const FilterBar: FC<FilterBarProps> = ({ hrefOf, filters, view, categories }) => {
  const { category, state } = filters
  const counts: Record<string, number> = {
    unlocked: view.unlocked_count,
    discovered: view.discovered_count,
    secret: view.secret_count,
  }
  return (
    <div class="filters">
      <nav id="filter-state" aria-label="Filter by state" data-live>
        <ul class="chips">
          <Chip href={hrefOf(without(filters, 'state'))} current={!state}>
            All <Count value={view.total_count} />
          </Chip>
          {STATES.map(({ value, label }) => (
            <Chip href={hrefOf({ ...filters, state: value })} current={state === value}>
              {label} <Count value={counts[value] ?? 0} />
            </Chip>
          ))}
        </ul>
      </nav>
      <nav id="filter-category" aria-label="Filter by category" data-live>
        <ul class="chips chips-quiet">
          <Chip href={hrefOf(without(filters, 'category'))} current={!category}>
            All categories
          </Chip>
          {categories.map(({ name }) => (
            <Chip href={hrefOf({ ...filters, category: name })} current={category === name}>
              <CategoryIcon category={name} /> {name}
            </Chip>
          ))}
        </ul>
      </nav>
    </div>
  )
}

const Chip: FC<{ href: string; current: boolean; children?: Child }> = ({ href, current, children }) => (
  <li>
    <a class="chip" href={`${href}#badges`} aria-current={current ? 'true' : undefined}>
      {children}
    </a>
  </li>
)

const Count: FC<{ value: number }> = ({ value }) => <span class="count">{value}</span>

function without(filters: Filters, name: keyof Filters): Filters {
  const { [name]: _left, ...rest } = filters
  return rest
}
