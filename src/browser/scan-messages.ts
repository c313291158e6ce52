import type { AchievementsPayload } from '../contract/achievements.ts'
import type { ReportedSession } from '../contract/reports.ts'
import type { ScanWarnings } from '../contract/warnings.ts'
import type { Language } from '../language/language.ts'
import type { ReportTerms } from '../sync/reports/reported-sessions.ts'
import type { LocalPlace } from '../ui/local-place.ts'
import type { Problem } from './answer.ts'
import type { ChosenHistory } from './history-file.ts'

/** Progress of a scan. */
export interface ScanProgress {
  sessions: number
  /** 0 while unknown. */
  sessionsTotal: number
  /** Bytes read from the file. */
  bytes: number
  /** Time since the scan started. */
  milliseconds: number
}

/** What can be asked of a finished scan. */
export type ScanQuestion =
  | { order: 'view'; timeZone: string }
  | { order: 'details'; place: LocalPlace; timeZone: string }
  | { order: 'report'; terms: ReportTerms }

/** Requests to the scan worker. `start` comes first, once; questions after a scan. */
export type ScanOrder =
  | { order: 'start'; sqlite: ArrayBuffer; walk: ArrayBuffer; murmur: ArrayBuffer; language: Language }
  | { order: 'scan'; history: ChosenHistory }
  | { order: 'cancel' }
  | ScanQuestion

/** Responses of the worker: counts of a history, its lists and insights as they are shown here, and what is sent. */
export type ScanNews =
  /** `problem`: why this browser can’t scan. */
  | { news: 'ready'; problem: Problem | null }
  | { news: 'progress'; progress: ScanProgress }
  /** `lacksLog`: the agent keeps a -wal, but none was chosen. */
  | { news: 'scanned'; progress: ScanProgress; lacksLog: boolean }
  | { news: 'cancelled' }
  | { news: 'refused'; problem: Problem }
  /** The view is the public one; the warnings name sessions and stay in this browser. */
  | { news: 'view'; view: AchievementsPayload; warnings: ScanWarnings }
  /** For this browser alone. */
  | { news: 'details'; html: string }
  | { news: 'report'; sessions: ReportedSession[] }
