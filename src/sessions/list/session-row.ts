import { isMarked } from '../../engine/marks.ts'
import type { SessionRecord } from '../../engine/session-record.ts'

/** What a session list shows of a session. Times are Unix seconds with fractions, costs US dollars. */
type Shown = Pick<
  SessionRecord,
  | 'id'
  | 'source'
  | 'model'
  | 'title'
  | 'started_at'
  | 'ended_at'
  | 'end_reason'
  | 'message_count'
  | 'tool_call_count'
  | 'input_tokens'
  | 'output_tokens'
  | 'estimated_cost_usd'
  | 'preview'
  | 'last_active'
  | 'parent_session_id'
>

/** What a list needs of a record. */
export interface ListedRecord extends Shown, Pick<SessionRecord, 'marks' | 'session_key'> {
  /** The source of the profile that it is of, where there are several: ids and parents mean something within one. */
  history?: string
}

/** A row of a session list; null where the history has nothing. */
export interface SessionRow extends Shown {
  /** The history it is of, where the list is of several. */
  history?: string
  /** Of a row that shows the tip of a compression chain: the id of the session that the chain begins with. */
  _lineage_root_id?: string
  /** Of a session that lists leave out unless they are asked for it. */
  archived?: true
  hidden?: true
}

/**
 * The row of a session, or of the chain from `root` to `tip`: of that it has when it started, platform, parent,
 * tokens and cost from the root, and all else from the tip.
 */
export function sessionRow(root: ListedRecord, tip: ListedRecord = root): SessionRow {
  const row: SessionRow = {
    id: tip.id,
    source: root.source,
    model: tip.model,
    title: titleOf(tip, () => root.title),
    started_at: root.started_at,
    ended_at: tip.ended_at,
    end_reason: tip.end_reason,
    message_count: tip.message_count,
    tool_call_count: tip.tool_call_count,
    input_tokens: root.input_tokens,
    output_tokens: root.output_tokens,
    estimated_cost_usd: root.estimated_cost_usd,
    preview: tip.preview,
    last_active: tip.last_active,
    parent_session_id: root.parent_session_id,
  }
  if (root.history !== undefined) row.history = root.history
  if (tip.id !== root.id) row._lineage_root_id = root.id
  if (isMarked(root, 'archived')) row.archived = true
  if (isMarked(root, 'hidden')) row.hidden = true
  return row
}

/** The title of a chain: that of its tip, else that with which it began; where there are no marks, of its tip alone. */
export function titleOf(
  { title, marks }: Pick<ListedRecord, 'title' | 'marks'>,
  ofRoot: () => string | null,
): string | null {
  return marks === null ? title : (title ?? ofRoot())
}
