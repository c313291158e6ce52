import {
  type ModelUsage,
  NO_FACTS,
  NUMBER_COLUMNS,
  SESSION_COLUMNS,
  type SessionFacts,
  TEXT_COLUMNS,
} from '../engine/session-columns.ts'
import type { Counting } from './counting.ts'
import { lastActiveOf } from './last-active.ts'
import { marksFrom } from './marks.ts'
import type { RowSums } from './row-sums.ts'
import { type RowSql, type RowValues, rowSql, type WantedColumns } from './rows.ts'
import type { Table } from './schema.ts'
import { isOddTime, type OddTimes, readTimes } from './times.ts'

/** The rules for reading rows. */
export interface RowTerms {
  /** See `Schema.flagged`. */
  flagged: boolean
  counting: Counting
}

/**
 * A row of `sessions`, under the names of its columns. Times are Unix seconds. Columns that the file lacks are null,
 * and so are values of a type that the column cannot have. Unlike in a record, `session_key` is the name of the chat
 * itself. `last_active` is the greatest message timestamp, otherwise `started_at`; if messages have `active`, a
 * heartbeat counts too.
 */
export interface HermesSession extends SessionFacts {
  /** The beginning of its first user message; empty without one, or if it was not requested. */
  preview: string
  /** The title, or else the preview, or else `Untitled`. */
  display_title: string
  /** When the agent last gave a sign of life, which may be before the last message. */
  heartbeat: number | null
  /** Set if some of its times could not be seconds. */
  odd_times?: OddTimes
  /** Archived by the user. */
  archived: boolean
  /** Shown in no list. */
  hidden: boolean
  /** Whether its messages count. */
  counts: boolean
  /** Of all its messages; null in a sweep until the session has ended. */
  rows: RowSums | null
}

const inFile = (name: keyof typeof SESSION_COLUMNS) => !('made' in SESSION_COLUMNS[name])
const TEXTS = TEXT_COLUMNS.filter(inFile)
const NUMBERS = NUMBER_COLUMNS.filter(inFile)

/** The id comes first, since its position is looked up. Columns from which others are derived follow the kept ones. */
export const SESSION_VALUES = {
  texts: ['id', ...TEXTS, 'session_key', 'model_config'],
  numbers: [...NUMBERS, 'archived', 'hidden', 'last_activity_at'],
} as const satisfies WantedColumns

const FIRST_TEXT = SESSION_VALUES.texts.indexOf('id') + 1
const SESSION_KEY = SESSION_VALUES.texts.indexOf('session_key')
const MODEL_CONFIG = SESSION_VALUES.texts.indexOf('model_config')
const FIRST_NUMBER = SESSION_VALUES.texts.length
const ARCHIVED = FIRST_NUMBER + SESSION_VALUES.numbers.indexOf('archived')
const HIDDEN = FIRST_NUMBER + SESSION_VALUES.numbers.indexOf('hidden')
const LAST_ACTIVITY_AT = FIRST_NUMBER + SESSION_VALUES.numbers.indexOf('last_activity_at')

/** Copied for each row and then filled, which is as fast as spelling all names out. */
const NO_SESSION: Readonly<HermesSession> = {
  ...NO_FACTS,
  preview: '',
  display_title: '',
  heartbeat: null,
  archived: false,
  hidden: false,
  counts: false,
  rows: null,
}

export function sessionSql(table: Table, maxBytes: number): RowSql {
  return rowSql('sessions', [...SESSION_VALUES.texts, ...SESSION_VALUES.numbers], table, maxBytes)
}

/** The values of a session that come from its messages. */
export interface Activity {
  lastTimestamp: number | null
  rows: RowSums | null
  /** Called only if needed: it reads a message. */
  preview(): string
}

/** For a session whose messages are not known yet. */
const NOTHING: Activity = { lastTimestamp: null, rows: null, preview: () => '' }

/** Which sessions get a preview. Each one requires reading a message. */
export type Previews = 'all' | 'untitled'

/** The values of a session that come from other tables. */
interface Belongings {
  activity?: Activity
  /** Default `untitled`. */
  previews?: Previews
  usage?: ModelUsage[]
}

/** Returns the session in the current row of `sessionSql`, or of a `StoredRows` of `SESSION_VALUES`. */
export function sessionFrom(
  row: RowValues,
  id: string,
  { flagged, counting }: RowTerms,
  { activity = NOTHING, previews = 'untitled', usage = [] }: Belongings = {},
): HermesSession {
  const session = { ...NO_SESSION }
  let place = FIRST_TEXT
  for (const name of TEXTS) session[name] = row.text(place++)
  place = FIRST_NUMBER
  for (const name of NUMBERS) session[name] = row.number(place++)
  session.id = id
  session.preview = session.title && previews === 'untitled' ? '' : activity.preview()
  session.display_title = session.title || session.preview || 'Untitled'
  session.archived = flagged && (row.number(ARCHIVED) ?? 0) !== 0
  session.hidden = flagged && (row.number(HIDDEN) ?? 0) !== 0
  session.heartbeat = flagged ? row.number(LAST_ACTIVITY_AT) : null
  session.last_active = lastActiveOf(session, activity.lastTimestamp, flagged)
  session.counts = counting === 'lived' || !(session.archived || session.hidden)
  session.rows = activity.rows
  session.marks = flagged ? marksFrom(session, row.text(MODEL_CONFIG)) : null
  session.session_key = flagged ? row.text(SESSION_KEY) || null : null
  session.usage = usage
  return session
}

/** Adds the values of its messages to a session that was read without them. Converts its times to seconds. */
export function withActivity(
  session: HermesSession,
  { lastTimestamp, rows, preview: previewOf }: Activity,
  flagged: boolean,
): HermesSession {
  const preview = previewOf()
  const display_title = session.title || preview || 'Untitled'
  const last_active = lastActiveOf(session, lastTimestamp, flagged)
  return inSeconds({ ...session, preview, display_title, last_active, rows }, lastTimestamp, flagged)
}

/**
 * The session with its times in seconds; most often as it is.
 * @param lastTimestamp of its last message, as the file has it
 * @param flagged whether its messages have `active`
 */
export function inSeconds(
  session: HermesSession,
  lastTimestamp: number | null,
  flagged: boolean,
): HermesSession {
  const { started_at, ended_at, heartbeat } = session
  if (![started_at, ended_at, heartbeat, lastTimestamp].some(isOddTime)) return session
  const { odd, ...read } = readTimes({ started_at, ended_at, heartbeat, lastTimestamp })
  return {
    ...session,
    started_at: read.started_at,
    ended_at: read.ended_at,
    heartbeat: read.heartbeat,
    last_active: lastActiveOf(read, read.lastTimestamp, flagged),
    ...(odd === null ? {} : { odd_times: odd }),
  }
}
