import type { FinishedScan } from '../scan/scan-history.ts'
import { reportedSession } from '../sync/reports/reported-sessions.ts'
import { ownView } from '../view/local-view.ts'
import { localDetails } from './local-details.tsx'
import type { ScanNews, ScanQuestion } from './scan-messages.ts'

/** Returns what is asked of a finished scan. `now`: Unix seconds. */
export function answerFrom(scan: FinishedScan, question: ScanQuestion, now: number): ScanNews {
  const { scanned, meta } = scan
  if (question.order === 'report') {
    return { news: 'report', sessions: scanned.map((session) => reportedSession(session, question.terms)) }
  }
  const { timeZone } = question
  if (question.order === 'details') {
    return { news: 'details', html: localDetails(scanned, question.place, { timeZone, now }) }
  }
  const view = ownView({ sessions: scanned.map(({ stats }) => stats), meta, timeZone, now })
  const { warnings = [], more_warnings = 0 } = meta
  return { news: 'view', view, warnings: { warnings, more_warnings } }
}
