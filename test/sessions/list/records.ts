import { type ModelUsage, NO_USAGE } from '../../../src/engine/session-columns.ts'
import type { SessionRecord } from '../../../src/engine/session-record.ts'
import type { ListedRecord } from '../../../src/sessions/list/list-item.ts'
import { NO_RECORD } from '../../../src/sessions/session-record.ts'

/** Returns a record with only these values. */
export function record(id: string, known: Partial<SessionRecord> = {}): SessionRecord {
  return { ...NO_RECORD, id, ...known }
}

/** The same for a record in a list. */
export function listed(id: string, known: Partial<ListedRecord> = {}): ListedRecord {
  return { ...NO_RECORD, id, ...known }
}

/** Returns a session's spending on a model, with only these values. */
export function spending(model: string, known: Partial<ModelUsage> = {}): ModelUsage {
  return { ...NO_USAGE, model, ...known }
}
