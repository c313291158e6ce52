import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import {
  COLUMN_BOUNDS,
  COLUMN_TEXT_LENGTH_MAX,
  type ModelUsage,
  NO_USAGE,
  NO_VALUES,
  NUMBER_COLUMNS,
  SESSION_COLUMNS,
  TEXT_COLUMNS,
  USAGE_COLUMNS,
  USAGE_NUMBERS,
  USAGE_TEXTS,
} from '../engine/session-columns.ts'
import type { SessionFacts, SessionRecord, SessionUses } from '../engine/session-record.ts'

/** Hexadecimal digits kept of the SHA-256 of a chat's name: enough to tell any two apart. */
const KEY_DIGITS = 16

const NUMBERS = NUMBER_COLUMNS.map((name) => ({ name, bounds: COLUMN_BOUNDS[SESSION_COLUMNS[name].kind] }))
const SPENDING = USAGE_NUMBERS.map((name) => ({ name, bounds: COLUMN_BOUNDS[USAGE_COLUMNS[name].kind] }))

/** The facts of a session of which nothing is known. */
export const NO_FACTS: Readonly<SessionFacts> = {
  id: '',
  ...NO_VALUES,
  marks: null,
  session_key: null,
  usage: [],
}

/** The record of one. Copies of the two are filled: that is far cheaper than to make them key by key. */
export const NO_RECORD: Readonly<SessionRecord> = {
  ...NO_FACTS,
  preview: '',
  user_messages: 0,
  assistant_messages: 0,
  tool_messages: 0,
  tools: [],
  skills: [],
}

/** Returns what is kept of what a session's row says: numbers that none can have are as good as absent. */
export function factsOf(row: SessionFacts): SessionFacts {
  return keepFacts({ ...NO_FACTS }, row)
}

/** Returns the record of a session: what its row says, and what its messages say. */
export function recordOf(row: SessionFacts, uses: SessionUses): SessionRecord {
  const record = keepFacts({ ...NO_RECORD }, row)
  record.preview = uses.preview
  record.user_messages = uses.user_messages
  record.assistant_messages = uses.assistant_messages
  record.tool_messages = uses.tool_messages
  record.tools = uses.tools
  record.skills = uses.skills
  return record
}

function keepFacts<Facts extends SessionFacts>(facts: Facts, row: SessionFacts): Facts {
  const kept: SessionFacts = facts
  kept.id = row.id.slice(0, COLUMN_TEXT_LENGTH_MAX)
  for (const name of TEXT_COLUMNS) kept[name] = short(row[name])
  for (const { name, bounds } of NUMBERS) kept[name] = within(row[name], bounds)
  kept.marks = row.marks
  kept.session_key = row.session_key === null ? null : keyDigest(row.session_key)
  kept.usage = row.usage.map(keptUsage)
  return facts
}

function keptUsage(row: ModelUsage): ModelUsage {
  const usage = { ...NO_USAGE }
  for (const name of USAGE_TEXTS) usage[name] = row[name].slice(0, COLUMN_TEXT_LENGTH_MAX)
  for (const { name, bounds } of SPENDING) usage[name] = within(row[name], bounds) ?? 0
  return usage
}

function within(value: number | null, [min, max]: readonly [min: number, max: number]): number | null {
  return value !== null && value >= min && value <= max ? value : null
}

/** A chat's name, which tells who wrote where, is not kept: only whether two sessions are of the same. */
function keyDigest(sessionKey: string): string {
  return bytesToHex(sha256(utf8ToBytes(sessionKey))).slice(0, KEY_DIGITS)
}

function short(text: string | null): string | null {
  return text !== null && text.length > COLUMN_TEXT_LENGTH_MAX ? text.slice(0, COLUMN_TEXT_LENGTH_MAX) : text
}
