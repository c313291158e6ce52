import type { FC } from 'hono/jsx'
import type { SessionList as Listed } from '../../../src/contract/sessions.ts'
import { plural, t } from '../../../src/language/language.ts'
import type { SessionBadge } from '../../../src/ui/session-badges.tsx'
import type { SessionsQuery } from '../../../src/ui/sessions/query.ts'
import { SessionList } from '../../../src/ui/sessions/session-list.tsx'
import type { Query } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { NoSessions, Unlisted } from '../parts/no-sessions.tsx'
import { OwnerNav } from '../parts/owner-nav.tsx'
import { paths } from '../paths.ts'

export interface SessionsPageProps {
  profile: { handle: string; time_zone: string }
  query: SessionsQuery
  list: Listed
  histories: readonly string[]
  /** The badges that the expanded session would unlock. */
  opened: readonly SessionBadge[] | null
  /** Unix seconds. */
  now: number
}

/** A profile's sessions, for its owner. Complete without a script, which adds live updates. */
export const SessionsPage: FC<SessionsPageProps> = ({ profile, query, list, histories, opened, now }) => {
  const { handle, time_zone } = profile
  const links = {
    list: (wanted: Query, row?: string) =>
      paths.sessions(handle, wanted) + (row === undefined ? '' : `#${encodeURIComponent(row)}`),
    badge: (id: string) => paths.badge(handle, id),
    rename: (id: string) => paths.rename(handle, id),
  }
  return (
    <Layout
      title={t('Sessions of @{handle}', { handle })}
      path={paths.sessions(handle)}
      script="sessions"
      noindex
    >
      <div class="sessions-page" id="sessions-page" data-handle={handle}>
        <OwnerNav handle={handle} current="sessions" />
        <h1>{t('Sessions')}</h1>
        <SessionList
          links={links}
          query={query}
          list={list}
          histories={histories}
          badgesOf={(id) => (id === query.open ? opened : undefined)}
          timeZone={time_zone}
          now={now}
          none={list.unlisted > 0 ? null : <NoSessions handle={handle} />}
        >
          <p id="sessions-live" class="hint" role="status" data-live="text">
            {liveLine(list)}
          </p>
          <p id="sessions-trouble" class="hint is-error" role="status" />
          <Unlisted count={list.unlisted} handle={handle} />
        </SessionList>
      </div>
    </Layout>
  )
}

function liveLine({ sessions }: Listed): string {
  const streaming = sessions.filter(({ is_streaming }) => is_streaming).length
  return streaming === 0 ? '' : plural(streaming, '{n} session is streaming.', '{n} sessions are streaming.')
}
