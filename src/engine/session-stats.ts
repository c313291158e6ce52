import { zeros } from './records.ts'
import { COUNTED_STATS } from './stats.ts'
import type { SessionStats } from './types.ts'

/** The stats of a session without messages, to be copied and filled: see `zeros`. */
export const NO_STATS: Readonly<SessionStats> = {
  session_id: '',
  title: '',
  source: null,
  started_at: null,
  last_active: null,
  model_names: [],
  tool_names: [],
  port_conflict: false,
  ...zeros(COUNTED_STATS),
}
