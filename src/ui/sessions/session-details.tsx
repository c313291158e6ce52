import type { FC } from 'hono/jsx'
import type { ListedSession } from '../../contract/sessions.ts'
import { t } from '../../language/language.ts'
import { compact } from '../charts/figures.ts'
import { type SessionBadge, SessionBadges } from '../session-badges.tsx'
import { queryOf, type SessionsQuery } from './query.ts'
import { rowId } from './row.ts'
import type { SessionLinks } from './session-links.ts'

export interface SessionDetailsProps {
  links: SessionLinks
  row: ListedSession
  query: SessionsQuery
  /** Returns the badges that a session alone would unlock; null if it is unknown, undefined before anyone asks. */
  badgesOf: (id: string) => readonly SessionBadge[] | null | undefined
}

/** Maximum length of a title in characters. */
const TITLE_MAX = 100

/** The details of a session: its badges, fetched on demand, its ids, and a form to rename it if possible. */
export const SessionDetails: FC<SessionDetailsProps> = ({ links, row, query, badgesOf }) => {
  const id = rowId(row)
  const badges = badgesOf(row.id)
  const rename = isReportedLive(row, query) ? links.rename : null
  return (
    <details class="session-more" id={`${id}-more`} open={query.open === row.id} data-session={row.id}>
      <summary>
        {t('Details')}
        <span class="sr-only"> {t('of {session}', { session: row.title || row.preview || row.id })}</span>
      </summary>
      <div class="session-body">
        {rename ? (
          <>
            <p class="hint">{t('Reported live, without messages, so it earns no badges.')}</p>
            <Rename action={rename(row.id)} row={row} id={id} />
          </>
        ) : (
          <div class="session-unlocks" data-badges={badges ? 'shown' : ''}>
            {badges ? (
              <SessionBadges badges={badges} badgeHref={links.badge} />
            ) : badges === null ? (
              <p class="hint">{t('Badges of this session are not known.')}</p>
            ) : (
              <a href={links.list({ ...queryOf(query), open: row.id }, id)}>
                {t('See what this session alone would unlock')}
              </a>
            )}
          </div>
        )}
        <dl class="session-ids">
          <Fact label={t('ID')} value={row.id} />
          {row._lineage_root_id && <Fact label={t('Started as')} value={row._lineage_root_id} />}
          {row.parent_session_id && <Fact label={t('Parent')} value={row.parent_session_id} />}
          {row.history && <Fact label={t('History')} value={row.history} />}
          {row.model && <Fact label={t('Model')} value={row.model} />}
          <Fact
            label={t('Tokens')}
            value={t('{input} in, {output} out', {
              input: compact(row.input_tokens ?? 0),
              output: compact(row.output_tokens ?? 0),
            })}
          />
        </dl>
      </div>
    </details>
  )
}

const Fact: FC<{ label: string; value: string }> = ({ label, value }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
)

const Rename: FC<{ action: string; row: ListedSession; id: string }> = ({ action, row, id }) => (
  <form class="session-rename" method="post" action={action}>
    <label for={`${id}-title`}>{t('Title')}</label>
    <input
      id={`${id}-title`}
      name="title"
      value={row.title ?? ''}
      maxlength={TITLE_MAX}
      autocomplete="off"
      placeholder={t('Leave empty to let the agent name it')}
    />
    <button class="button" type="submit">
      {t('Rename')}
    </button>
  </form>
)

/** In a list of all histories, a session without a history is a live one. */
function isReportedLive({ history }: ListedSession, query: SessionsQuery): boolean {
  return query.history === null && history === undefined
}
