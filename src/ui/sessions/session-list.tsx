import type { Child, FC } from 'hono/jsx'
import type { SessionList as Listed } from '../../contract/sessions.ts'
import { plural, t } from '../../language/language.ts'
import type { SessionBadge } from '../session-badges.tsx'
import { sessions as counted } from '../wording.ts'
import { FilterForm } from './filter-form.tsx'
import { isNarrowed, PAGE_ROWS, queryOf, type SessionsQuery } from './query.ts'
import { SessionColumns, SessionItem } from './session-item.tsx'
import type { SessionLinks } from './session-links.ts'

export interface SessionListProps {
  links: SessionLinks
  query: SessionsQuery
  list: Listed
  /** Names of the profile's histories. */
  histories: readonly string[]
  /** Returns the badges that a session alone would unlock; null if it is unknown, undefined before anyone asks. */
  badgesOf: (id: string) => readonly SessionBadge[] | null | undefined
  /** IANA name. */
  timeZone: string
  /** Unix seconds. */
  now: number
  /** Why there are no sessions at all; null if something else says so. */
  none: Child
  /** Notes above the rows. */
  children?: Child
}

/** A page of sessions with its search, and links to the pages around it. */
export const SessionList: FC<SessionListProps> = (props) => {
  const { links, query, list, histories, badgesOf, timeZone, now, none, children } = props
  const hasSessions = list.total > 0 || list.platforms.length > 0
  return (
    <>
      {(hasSessions || isNarrowed(query)) && (
        <FilterForm action={links.list({})} query={query} platforms={list.platforms} histories={histories} />
      )}
      <p id="sessions-count" class="hint" data-live="text">
        {countLine(list, query)}
      </p>
      {children}
      <NoRows links={links} list={list} query={query} none={none} />
      <div class="session-table" hidden={list.sessions.length === 0}>
        <SessionColumns />
        <ol id="sessions">
          {list.sessions.map((row) => (
            <SessionItem
              links={links}
              row={row}
              query={query}
              badgesOf={badgesOf}
              timeZone={timeZone}
              now={now}
            />
          ))}
        </ol>
      </div>
      <Pager links={links} query={query} total={list.total} />
    </>
  )
}

/** `101 sessions`, `51 to 100 of 101 sessions` */
function countLine({ total, sessions }: Listed, { page, children }: SessionsQuery): string {
  if (total === 0) return ''
  const first = (page - 1) * PAGE_ROWS + 1
  const last = first + sessions.length - 1
  if (sessions.length === 0 || sessions.length === total)
    return children ? counted(total) : plural(total, '{n} conversation', '{n} conversations')
  return children
    ? plural(total, '{first}–{last} of {n} session', '{first}–{last} of {n} sessions', { first, last })
    : plural(total, '{first}–{last} of {n} conversation', '{first}–{last} of {n} conversations', {
        first,
        last,
      })
}

const NoRows: FC<Pick<SessionListProps, 'links' | 'list' | 'query' | 'none'>> = (props) => {
  const { links, list, query, none } = props
  const reason =
    list.sessions.length > 0 ? null : list.total > 0 ? (
      <>
        {t('This page is past the end of the list.')}{' '}
        <a href={links.list({ ...queryOf(query), page: null })}>{t('Go to the first page')}</a>
      </>
    ) : isNarrowed(query) ? (
      <>
        <strong>{t('No sessions match.')}</strong> <a href={links.list({})}>{t('Show all')}</a>
      </>
    ) : (
      none
    )
  return (
    <div id="no-sessions" class="notice" data-live hidden={reason === null}>
      {reason !== null && <p>{reason}</p>}
    </div>
  )
}

const Pager: FC<{ links: SessionLinks; query: SessionsQuery; total: number }> = ({ links, query, total }) => {
  const { page } = query
  const last = Math.max(1, Math.ceil(total / PAGE_ROWS))
  const to = (wanted: number) => links.list({ ...queryOf(query), page: `${wanted}`, open: null })
  return (
    <nav id="sessions-pages" class="pager" aria-label={t('Pages')} data-live hidden={last === 1}>
      {page > 1 && (
        <a class="button" rel="prev" href={to(Math.min(page - 1, last))}>
          {t('Previous')}
        </a>
      )}
      <span class="hint">{t('Page {page} of {last}', { page, last })}</span>
      {page < last && (
        <a class="button" rel="next" href={to(page + 1)}>
          {t('Next')}
        </a>
      )}
    </nav>
  )
}
