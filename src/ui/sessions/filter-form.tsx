import type { FC } from 'hono/jsx'
import { LIST_ORDERS } from '../../sessions/list/list-options.ts'
import { Icon } from '../icon.tsx'
import { SelectField } from '../select-field.tsx'
import { ORDER_LABELS, type SessionsQuery } from './query.ts'

export interface FilterFormProps {
  /** Where it leads. */
  action: string
  query: SessionsQuery
  platforms: readonly string[]
  /** Names of the profile's histories. */
  histories: readonly string[]
}

/** Search, order and filters in one form, all in the URL's query. */
export const FilterForm: FC<FilterFormProps> = ({ action, query, platforms, histories }) => (
  <search aria-label="Sessions">
    <form class="session-find" method="get" action={action} data-session-find>
      <span class="find-text">
        <Icon name="search" />
        <label class="sr-only" for="sessions-text">
          Search titles, first messages and IDs{' '}
        </label>
        <input
          id="sessions-text"
          name="q"
          type="search"
          value={query.q}
          placeholder="Search titles, first messages, IDs"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="search"
        />
      </span>
      <SelectField
        id="sessions-sort"
        name="sort"
        label="Sort by"
        value={query.order}
        options={LIST_ORDERS.map((order) => ({ value: order, label: ORDER_LABELS[order] }))}
      />
      <SelectField
        id="sessions-platform"
        name="platform"
        label="Platform"
        value={query.platform ?? ''}
        options={[{ value: '', label: 'All' }, ...named(platforms, query.platform)]}
      />
      {histories.length > 1 && (
        <SelectField
          id="sessions-history"
          name="history"
          label="History"
          value={query.history ?? ''}
          options={[{ value: '', label: 'All' }, ...named(histories, query.history)]}
        />
      )}
      <label class="choice" for="sessions-children">
        <input id="sessions-children" name="children" type="checkbox" value="1" checked={query.children} />
        <span>
          Include parts <span class="hint">sub-agents and compacted sessions</span>
        </span>
      </label>
      <label class="choice" for="sessions-archived">
        <input id="sessions-archived" name="archived" type="checkbox" value="1" checked={query.archived} />
        <span>
          Include archived <span class="hint">and hidden sessions</span>
        </span>
      </label>
      <button class="button" type="submit">
        Show
      </button>
    </form>
  </search>
)

/** Adds the current choice, even if nothing has that name any more. */
function named(names: readonly string[], chosen: string | null): { value: string; label: string }[] {
  const all = new Set([...names, ...(chosen === null ? [] : [chosen])])
  return [...all].map((name) => ({ value: name, label: name }))
}
