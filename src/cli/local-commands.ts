import { EXPORT } from './export-options.ts'
import { SCAN } from './scan-options.ts'
import { SHOW } from './show-options.ts'
import { INSIGHTS, SESSIONS } from './view-options.ts'
import { WRAPPED } from './wrapped-options.ts'

/** Commands that only read a history: their options are understood without what the others bring along. */
export const LOCAL_COMMANDS = {
  scan: SCAN,
  show: SHOW,
  export: EXPORT,
  sessions: SESSIONS,
  insights: INSIGHTS,
  wrapped: WRAPPED,
}
