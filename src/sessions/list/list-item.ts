import type { SessionListItem } from '../../contract/sessions.ts'
import { isMarked } from '../../engine/marks.ts'
import { recordOf } from '../../engine/records.ts'
import {
  LISTED_NUMBERS,
  LISTED_TEXTS,
  type ListedColumn,
  SESSION_COLUMNS,
} from '../../engine/session-columns.ts'
import type { SessionRecord } from '../../engine/session-record.ts'

const NOTHING: Readonly<Pick<SessionListItem, ListedColumn | 'id' | 'preview'>> = {
  id: '',
  ...recordOf(LISTED_TEXTS, () => null),
  ...recordOf(LISTED_NUMBERS, () => null),
  preview: '',
}

/**
 * Returns the item of a session, or of the chain from `root` to `tip`: the table of columns defines which of the two
 * supplies each value.
 * @param history its history, if there are several
 */
export function listItem(root: SessionRecord, tip = root, history = ''): SessionListItem {
  const item: SessionListItem = { ...NOTHING }
  const shownOf = (name: ListedColumn) => (SESSION_COLUMNS[name].listed === 'root' ? root : tip)
  for (const name of LISTED_TEXTS) item[name] = shownOf(name)[name]
  for (const name of LISTED_NUMBERS) item[name] = shownOf(name)[name]
  item.id = tip.id
  item.title = titleOf(tip, () => root.title)
  item.preview = tip.preview
  if (history !== '') item.history = history
  if (tip.id !== root.id) item._lineage_root_id = root.id
  if (isMarked(root, 'archived')) item.archived = true
  if (isMarked(root, 'hidden')) item.hidden = true
  return item
}

/** Returns the title of a chain: its tip's, else its root's; without marks, only its tip's. */
export function titleOf(
  { title, marks }: Pick<SessionRecord, 'title' | 'marks'>,
  ofRoot: () => string | null,
): string | null {
  return marks === null ? title : (title ?? ofRoot())
}
