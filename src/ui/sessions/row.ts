import type { ListedSession } from '../../contract/sessions.ts'

/** Returns the anchor of a row. Ids are unique within their history. */
export function rowId({ id, history = '' }: ListedSession): string {
  return `session-${encodeURIComponent(history)}-${encodeURIComponent(id)}`
}
