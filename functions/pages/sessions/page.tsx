import type { FC } from 'hono/jsx'
import type { SessionList } from '../../../src/contract/sessions.ts'
import type { SessionBadge } from '../../../src/ui/session-badges.tsx'
import { counted, grouped } from '../../../src/ui/wording.ts'
import { paths } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { OwnerNav } from '../parts/owner-nav.tsx'
import { Unlisted } from '../parts/unlisted.tsx'
import { FilterForm } from './filter-form.tsx'
import { isNarrowed, PAGE_ROWS, queryOf, type SessionsQuery } from './query.ts'
import { SessionColumns, SessionItem } from './session-item.tsx'

export interface SessionsPageProps {
  profile: { handle: string; time_zone: string }
  query: SessionsQuery
  list: SessionList
  histories: readonly string[]
  /** The badges that the expanded session would unlock. */
  opened: readonly SessionBadge[] | null
  /** Unix seconds. */
  now: number
}

/** A profile's sessions, for its owner. Complete without a script, which adds live updates. */
export const SessionsPage: FC<SessionsPageProps> = ({ profile, query, list, histories, opened, now }) => {
  const { handle, time_zone } = profile
  return (
    <Layout title={`Sessions of @${handle}`} path={paths.sessions(handle)} script="sessions" noindex>
      <div class="sessions-page" id="sessions-page" data-handle={handle}>
        <OwnerNav handle={handle} current="sessions" />
        <h1>Sessions</h1>
        <FilterForm handle={handle} query={query} platforms={list.platforms} histories={histories} />
        <p id="sessions-count" class="hint" data-live="text">
          {countLine(list, query)}
        </p>
        <p id="sessions-live" class="hint" role="status" data-live="text">
          {liveLine(list)}
        </p>
        <p id="sessions-trouble" class="hint is-error" role="status" />
        <Unlisted count={list.unlisted} />
        <Nothing handle={handle} list={list} query={query} />
        <div class="session-table" hidden={list.sessions.length === 0}>
          <SessionColumns />
          <ol id="sessions">
            {list.sessions.map((row) => (
              <SessionItem
                row={row}
                handle={handle}
                query={query}
                opened={opened}
                timeZone={time_zone}
                now={now}
              />
            ))}
          </ol>
        </div>
        <Pager handle={handle} query={query} total={list.total} />
      </div>
    </Layout>
  )
}

/** `101 sessions`, `51 to 100 of 101 sessions` */
function countLine({ total, sessions }: SessionList, { page, children }: SessionsQuery): string {
  if (total === 0) return ''
  const all = counted(total, children ? 'session' : 'conversation')
  if (sessions.length === 0) return all
  const first = (page - 1) * PAGE_ROWS + 1
  return sessions.length === total
    ? all
    : `${grouped(first)}–${grouped(first + sessions.length - 1)} of ${all}`
}

function liveLine({ sessions }: SessionList): string {
  const streaming = sessions.filter(({ is_streaming }) => is_streaming).length
  return streaming === 0
    ? ''
    : `${counted(streaming, 'session')} ${streaming === 1 ? 'is' : 'are'} streaming.`
}

const Nothing: FC<{ handle: string; list: SessionList; query: SessionsQuery }> = ({
  handle,
  list,
  query,
}) => {
  const pastTheEnd = list.total > 0
  return (
    <div id="no-sessions" class="notice" data-live hidden={list.sessions.length > 0}>
      <p>
        {pastTheEnd ? (
          <>
            This page is past the end of the list.{' '}
            <a href={paths.sessions(handle, { ...queryOf(query), page: null })}>Go to the first page</a>
          </>
        ) : isNarrowed(query) ? (
          <>
            <strong>No sessions match.</strong> <a href={paths.sessions(handle)}>Show all</a>
          </>
        ) : (
          <>
            <strong>No sessions yet.</strong> Add a history on <a href={paths.profile(handle)}>your page</a>,
            or let an agent report sessions live.
          </>
        )}
      </p>
    </div>
  )
}

const Pager: FC<{ handle: string; query: SessionsQuery; total: number }> = ({ handle, query, total }) => {
  const { page } = query
  const last = Math.max(1, Math.ceil(total / PAGE_ROWS))
  const to = (wanted: number) => paths.sessions(handle, { ...queryOf(query), page: `${wanted}`, open: null })
  return (
    <nav id="sessions-pages" class="pager" aria-label="Pages" data-live hidden={last === 1}>
      {page > 1 && (
        <a class="button" rel="prev" href={to(Math.min(page - 1, last))}>
          Previous
        </a>
      )}
      <span class="hint">
        Page {grouped(page)} of {grouped(last)}
      </span>
      {page < last && (
        <a class="button" rel="next" href={to(page + 1)}>
          Next
        </a>
      )}
    </nav>
  )
}
