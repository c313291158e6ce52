import type { FC } from 'hono/jsx'
import { t } from '../../language/language.ts'
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
  <search aria-label={t('Sessions')}>
    <form class="session-find" method="get" action={action} data-session-find>
      <span class="find-text">
        <Icon name="search" />
        <label class="sr-only" for="sessions-text">
          {t('Search titles, first messages and IDs')}{' '}
        </label>
        <input
          id="sessions-text"
          name="q"
          type="search"
          value={query.q}
          placeholder={t('Search titles, first messages, IDs')}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="search"
        />
      </span>
      <SelectField
        id="sessions-sort"
        name="sort"
        label={t('Sort by')}
        value={query.order}
        options={LIST_ORDERS.map((order) => ({ value: order, label: t(ORDER_LABELS[order]) }))}
      />
      <SelectField
        id="sessions-platform"
        name="platform"
        label={t('Platform')}
        value={query.platform ?? ''}
        options={[{ value: '', label: t('All') }, ...named(platforms, query.platform)]}
      />
      {histories.length > 1 && (
        <SelectField
          id="sessions-history"
          name="history"
          label={t('History')}
          value={query.history ?? ''}
          options={[{ value: '', label: t('All') }, ...named(histories, query.history)]}
        />
      )}
      <label class="choice" for="sessions-children">
        <input id="sessions-children" name="children" type="checkbox" value="1" checked={query.children} />
        <span>
          {t('Include parts')} <span class="hint">{t('sub-agents and compacted sessions')}</span>
        </span>
      </label>
      <label class="choice" for="sessions-archived">
        <input id="sessions-archived" name="archived" type="checkbox" value="1" checked={query.archived} />
        <span>
          {t('Include archived')} <span class="hint">{t('and hidden sessions')}</span>
        </span>
      </label>
      <button class="button" type="submit">
        {t('Show')}
      </button>
    </form>
  </search>
)

/** Adds the current choice, even if nothing has that name any more. */
function named(names: readonly string[], chosen: string | null): { value: string; label: string }[] {
  const all = new Set([...names, ...(chosen === null ? [] : [chosen])])
  return [...all].map((name) => ({ value: name, label: name }))
}
