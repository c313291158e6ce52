import type { AchievementsPayload, ScanStatus } from '../../src/contract/achievements.ts'
import type { InsightsSummary } from '../../src/contract/insights.ts'
import type { Visibility } from '../../src/contract/profiles.ts'
import type { TaskType } from '../../src/contract/session-templates.ts'
import type { Retention, Sources } from '../../src/contract/sources.ts'
import type { Webhooks } from '../../src/contract/webhooks.ts'
import type { AggregateFigures } from '../../src/engine/types.ts'
import type { SessionListOptions } from '../../src/sessions/list/list-options.ts'

/** What the calls of a profile's object take and answer. */

/** What a forced rescan came to within the time that its caller waits. */
export type RescanResult =
  | { done: true; payload: AchievementsPayload; aggregate: AggregateFigures | null }
  | { done: false; status: ScanStatus }

export interface ProfileChange {
  time_zone?: string | undefined
  visibility?: Visibility | undefined
  publish_insights?: boolean | undefined
  sync_to_insights?: boolean | undefined
}

/** A page of the profile's sessions. */
export interface SessionListAsked extends SessionListOptions {
  /** The history by its name; null: the first. */
  history: string | null
  /** All histories together. */
  all: boolean
}

export interface Overview {
  payload: AchievementsPayload
  aggregate: AggregateFigures | null
  hasSnapshot: boolean
  /** For the owner; null for others. */
  sources: Sources | null
  webhooks: Webhooks | null
  /** Of the insights, where the owner publishes them; else null, for the owner too. */
  totals: InsightsSummary | null
}

export interface SourceChange {
  name?: string | undefined
  retention?: Retention | undefined
}

/** What a whole-file upload is told when it begins. */
export interface UploadTerms {
  id: string
  /** Chunks that need not be sent. */
  known: string[]
  /** Bytes that the history may have. */
  room: number
}

/** A session template by its name, or the one of a type that was used least. */
export type WhichTemplate = { name: string } | { type: TaskType }
