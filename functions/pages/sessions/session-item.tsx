import type { Child, FC } from 'hono/jsx'
import type { ListedSession } from '../../../src/contract/sessions.ts'
import { durationText } from '../../../src/sessions/insights/duration.ts'
import { tokensOf } from '../../../src/sessions/list/list-search.ts'
import { compact, dollars } from '../../../src/ui/charts/figures.ts'
import { age, isoMoment, moment } from '../../../src/ui/dates.ts'
import { grouped } from '../../../src/ui/wording.ts'
import { rowId } from './row.ts'
import { type MoreProps, SessionMore } from './session-more.tsx'

export interface SessionItemProps extends MoreProps {
  /** IANA name: what it is dated by. */
  timeZone: string
  /** Unix seconds. */
  now: number
}

/** A session in the list. Its head is brought up to date while the page is open; what unfolds below stays as it is. */
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
            <Lineage row={row} everyOne={more.asked.children} />
          </p>
        </div>
        <dl class="session-figures">
          <Figure label="Started">
            {row.started_at === null ? (
              '–'
            ) : (
              <time datetime={isoMoment(row.started_at)} title={age(row.started_at, now)}>
                {moment(row.started_at, timeZone)}
              </time>
            )}
          </Figure>
          <Figure label="Duration">{durationOf(row)}</Figure>
          <Figure label="Messages">{figure(row.message_count, grouped)}</Figure>
          <Figure label="Tool calls">{figure(row.tool_call_count, grouped)}</Figure>
          <Figure label="Tokens">{figure(tokensOf(row), compact)}</Figure>
          <Figure label="Cost">{figure(row.estimated_cost_usd, dollars)}</Figure>
          <Figure label="Ended">{endOf(row)}</Figure>
        </dl>
      </div>
      <SessionMore row={row} {...more} />
    </li>
  )
}

/** The columns of the list where there is room for them; on a phone each figure has its label beside it. */
export const SessionColumns: FC = () => (
  <div class="session-columns" aria-hidden="true">
    <span>Session</span>
    <div class="session-figures">
      {['Started', 'Duration', 'Messages', 'Tool calls', 'Tokens', 'Cost', 'Ended'].map((label) => (
        <span>{label}</span>
      ))}
    </div>
  </div>
)

const Figure: FC<{ label: string; children?: Child }> = ({ label, children }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)

/** What goes on at this moment, in words, too. */
const State: FC<{ row: ListedSession }> = ({ row }) => {
  if (row.is_streaming) return <strong class="live live-streaming">Streaming</strong>
  if (row.has_pending_user_message) return <strong class="live">Waits for an answer</strong>
  return null
}

const Lineage: FC<{ row: ListedSession; everyOne: boolean }> = ({ row, everyOne }) => (
  <>
    {row._lineage_root_id !== undefined && <span class="mark">continued after compression</span>}
    {row.parent_session_id !== null && (
      <span class="mark">{everyOne ? 'has a parent' : 'follows another session'}</span>
    )}
    {row.archived && <span class="mark">archived</span>}
    {row.hidden && <span class="mark">hidden</span>}
  </>
)

function namesOf({ title, preview, source, model }: ListedSession) {
  return {
    title: title || preview || 'Untitled',
    preview: title ? preview : '',
    platform: source || 'unknown',
    model: model === null ? '' : model.slice(model.lastIndexOf('/') + 1),
  }
}

/** From its start to its end or, while it has none, to what came last. */
function durationOf({ started_at, ended_at, last_active }: ListedSession): string {
  const end = ended_at ?? last_active
  if (started_at === null || end === null || end < started_at) return '–'
  return durationText(end - started_at)
}

/** Why it ended, in the history's own word. */
function endOf({ ended_at, end_reason }: ListedSession): string {
  return ended_at === null ? 'not yet' : (end_reason ?? '').replaceAll('_', ' ').trim() || 'yes'
}

function figure(value: number | null, written: (value: number) => string): string {
  return value === null ? '–' : written(value)
}
