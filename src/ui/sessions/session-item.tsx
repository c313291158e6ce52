import type { Child, FC } from 'hono/jsx'
import type { ListedSession } from '../../contract/sessions.ts'
import { type Message, t } from '../../language/language.ts'
import { tokensOf } from '../../sessions/list/list-search.ts'
import { compact, dollars, duration } from '../charts/figures.ts'
import { age, isoMoment, moment } from '../dates.ts'
import { grouped } from '../wording.ts'
import { rowId } from './row.ts'
import { SessionDetails, type SessionDetailsProps } from './session-details.tsx'

/** The context in which a row is shown. */
interface Seen {
  /** IANA name. */
  timeZone: string
  /** Unix seconds. */
  now: number
}

export type SessionItemProps = SessionDetailsProps & Seen

/** A session in the list. Its summary is updated while the page is open; its details stay unchanged. */
export const SessionItem: FC<SessionItemProps> = ({ row, timeZone, now, ...more }) => {
  const { title, preview, platform, model } = namesOf(row)
  return (
    <li class="session" id={rowId(row)}>
      <div class="session-head" data-head>
        <div class="session-name">
          <h2>{title}</h2>
          {preview && <p class="session-preview">{preview}</p>}
          <p class="session-marks">
            <State row={row} />
            <span>{platform}</span>
            {model && <span class="session-model">{model}</span>}
            <Lineage row={row} everyOne={more.query.children} />
          </p>
        </div>
        <dl class="session-figures">
          {COLUMNS.map(({ label, value }) => (
            <div>
              <dt>{t(label)}</dt>
              <dd>{value(row, { timeZone, now })}</dd>
            </div>
          ))}
        </dl>
      </div>
      <SessionDetails row={row} {...more} />
    </li>
  )
}

/** The column headings, if there is space; on a phone each figure has its own label. */
export const SessionColumns: FC = () => (
  <div class="session-columns" aria-hidden="true">
    <span>{t('Session')}</span>
    <div class="session-figures">
      {COLUMNS.map(({ label }) => (
        <span>{t(label)}</span>
      ))}
    </div>
  </div>
)

/** The figures of a session, in order. The first, a date, and the last, some words, are wider than the others. */
const COLUMNS: readonly { label: Message; value: (row: ListedSession, seen: Seen) => Child }[] = [
  { label: 'Started', value: (row, seen) => <Started at={row.started_at} {...seen} /> },
  { label: 'Duration', value: durationOf },
  { label: 'Messages', value: (row) => figure(row.message_count, grouped) },
  { label: 'Tool calls', value: (row) => figure(row.tool_call_count, grouped) },
  { label: 'Tokens', value: (row) => figure(tokensOf(row), compact) },
  { label: 'Cost', value: (row) => figure(row.estimated_cost_usd, dollars) },
  { label: 'Ended', value: (row, { now }) => endOf(row, now) },
]

const Started: FC<Seen & { at: number | null }> = ({ at, timeZone, now }) =>
  at === null ? (
    <>–</>
  ) : (
    <time datetime={isoMoment(at)} title={age(at, now)}>
      {moment(at, timeZone)}
    </time>
  )

/** The live state in words. */
const State: FC<{ row: ListedSession }> = ({ row }) => {
  if (row.is_streaming) return <strong class="live live-streaming">{t('Streaming')}</strong>
  if (row.has_pending_user_message) return <strong class="live">{t('Waiting for a reply')}</strong>
  return null
}

const Lineage: FC<{ row: ListedSession; everyOne: boolean }> = ({ row, everyOne }) => (
  <>
    {row._lineage_root_id !== undefined && <span class="mark">{t('continued after compaction')}</span>}
    {row.parent_session_id !== null && (
      <span class="mark">{everyOne ? t('has a parent') : t('follows another session')}</span>
    )}
    {row.archived && <span class="mark">{t('archived')}</span>}
    {row.hidden && <span class="mark">{t('hidden')}</span>}
  </>
)

function namesOf({ title, preview, source, model }: ListedSession) {
  return {
    title: title || preview || t('Untitled'),
    preview: title ? preview : '',
    platform: source || t('unknown'),
    model: model === null ? '' : model.slice(model.lastIndexOf('/') + 1),
  }
}

/** Duration from start to end or, if it has not ended, to the last activity. */
function durationOf({ started_at, ended_at, last_active }: ListedSession): string {
  const end = ended_at ?? last_active
  if (started_at === null || end === null || end < started_at) return '–'
  return duration(end - started_at)
}

/** Reasons that Hermes gives for an end; others are shown as they are. */
const END_REASONS: Readonly<Record<string, Message>> = {
  cli_close: 'closed',
  cron_complete: 'cron job done',
  session_reset: 'reset',
  compression: 'compacted',
}

/** A session without a word for this long was left without being closed. Unit: seconds. */
const LEFT_AFTER = 86_400

/** Why a session ended. */
function endOf({ ended_at, end_reason, last_active, started_at }: ListedSession, now: number): string {
  if (ended_at === null)
    return now - (last_active ?? started_at ?? now) > LEFT_AFTER ? t('not recorded') : t('still open')
  const known = END_REASONS[end_reason ?? '']
  if (known !== undefined) return t(known)
  return (end_reason ?? '').replaceAll('_', ' ').trim() || t('yes')
}

function figure(value: number | null, written: (value: number) => string): string {
  return value === null ? '–' : written(value)
}
