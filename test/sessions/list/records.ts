import type { SessionListItem } from '../../../src/contract/sessions.ts'
import { type ModelUsage, NO_USAGE } from '../../../src/engine/session-columns.ts'
import type { SessionRecord } from '../../../src/engine/session-record.ts'
import { sessionPage } from '../../../src/sessions/list/list.ts'
import { listItem } from '../../../src/sessions/list/list-item.ts'
import type { SessionListOptions } from '../../../src/sessions/list/list-options.ts'
import { NO_RECORD } from '../../../src/sessions/session-record.ts'

/** Returns a record with only these values. */
export function record(id: string, known: Partial<SessionRecord> = {}): SessionRecord {
  return { ...NO_RECORD, id, ...known }
}

/** A record, with its history where there are several. */
export type Listed = SessionRecord & { history?: string }

/** The same, as one of a list. */
export function listed(id: string, known: Partial<Listed> = {}): Listed {
  return { ...NO_RECORD, id, ...known }
}

/** Returns a session's spending on a model, with only these values. */
export function spending(model: string, known: Partial<ModelUsage> = {}): ModelUsage {
  return { ...NO_USAGE, model, ...known }
}

/** The rows of the list of these records. */
export function sessionList(
  records: Iterable<Listed>,
  options: Partial<SessionListOptions> = {},
): SessionListItem[] {
  return sessionPage(records, options).places.map(({ root, tip }) => listItem(root, tip, root.history))
}
