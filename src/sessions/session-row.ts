import type { SessionRecord } from '../engine/session-record.ts'

/** What a list needs of a record. `history`: the source of the profile that it is of; ids mean something within one. */
export type ListedRecord = Pick<SessionRecord, (typeof ROW_FIELDS)[number]> & { history?: string }

/**
 * A row of a session list. Times are Unix seconds with fractions, costs US dollars; null where the history has
 * nothing.
 */
export interface SessionRow extends Pick<SessionRecord, (typeof ROW_FIELDS)[number]> {
  /** The history it is of, where lists are of several. */
  history?: string
  /** Of a row that shows the tip of a compression chain: the id of the session that the chain begins with. */
  _lineage_root_id?: string
}

/** The fields of a row, in the order in which they are answered. */
export const ROW_FIELDS = [
  'id',
  'source',
  'model',
  'title',
  'started_at',
  'ended_at',
  'end_reason',
  'message_count',
  'tool_call_count',
  'input_tokens',
  'output_tokens',
  'estimated_cost_usd',
  'preview',
  'last_active',
  'parent_session_id',
] as const satisfies readonly (keyof SessionRecord)[]

/** What a row takes from the tip of its chain. All else stays the root's: when it started, platform, tokens, cost. */
const OF_THE_TIP = [
  'id',
  'model',
  'title',
  'ended_at',
  'end_reason',
  'message_count',
  'tool_call_count',
  'preview',
  'last_active',
] as const satisfies readonly (keyof SessionRow)[]

/** The row of a session, or of the chain from `root` to `tip`. */
export function sessionRow(root: ListedRecord, tip: ListedRecord = root): SessionRow {
  const row = {
    ...picked(root, ROW_FIELDS),
    ...(root.history === undefined ? {} : { history: root.history }),
  }
  if (tip.id === root.id) return row
  return { ...row, ...picked(tip, OF_THE_TIP), _lineage_root_id: root.id }
}

function picked<Key extends (typeof ROW_FIELDS)[number]>(
  record: ListedRecord,
  keys: readonly Key[],
): Pick<ListedRecord, Key> {
  const entries = keys.map((key) => [key, record[key]] as const)
  return Object.fromEntries(entries) as Pick<ListedRecord, Key>
}
