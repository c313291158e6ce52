import type { AchievementsPayload } from '../contract/achievements.ts'
import type { ReportedSession } from '../contract/reports.ts'
import type { ScanWarnings } from '../contract/warnings.ts'
import type { ReportTerms } from '../sync/reports/reported-sessions.ts'
import type { Problem } from './answer.ts'
import type { ChosenHistory } from './history-file.ts'

/** How far a scan is. */
export interface ScanProgress {
  sessions: number
  /** 0 while it is not known. */
  sessionsTotal: number
  /** Read from the file. */
  bytes: number
  /** Since the scan began. */
  milliseconds: number
}

/** What a page asks its scan worker. `start` comes first, and once; `view` and `report` when a history was scanned. */
export type ScanOrder =
  | { order: 'start'; sqlite: ArrayBuffer; walk: ArrayBuffer }
  | { order: 'scan'; history: ChosenHistory }
  | { order: 'cancel' }
  | { order: 'view'; timeZone: string }
  | { order: 'report'; terms: ReportTerms }

/** What the worker tells the page: of a history nothing but figures, and titles where its owner says so. */
export type ScanNews =
  | { news: 'ready' }
  | { news: 'progress'; progress: ScanProgress }
  /** `lacksLog`: the agent keeps a -wal, and none was chosen. */
  | { news: 'scanned'; progress: ScanProgress; lacksLog: boolean }
  | { news: 'cancelled' }
  | { news: 'refused'; problem: Problem }
  /** The view is as anybody may see it; the warnings name sessions and stay in this browser. */
  | { news: 'view'; view: AchievementsPayload; warnings: ScanWarnings }
  | { news: 'report'; sessions: ReportedSession[] }
