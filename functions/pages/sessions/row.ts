import type { SessionList } from '../../../src/contract/sessions.ts'

export type SessionListRow = SessionList['sessions'][number]

/** The place of a row on its page. Ids are told apart by their history. */
export function rowId({ id, history = '' }: SessionListRow): string {
  return `session-${encodeURIComponent(history)}-${encodeURIComponent(id)}`
}
