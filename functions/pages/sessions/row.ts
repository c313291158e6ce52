import type { ListedSession } from '../../../src/contract/sessions.ts'

/** The place of a row on its page. Ids are told apart by their history. */
export function rowId({ id, history = '' }: ListedSession): string {
  return `session-${encodeURIComponent(history)}-${encodeURIComponent(id)}`
}
