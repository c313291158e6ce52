import { contentText } from './preview.ts'
import type { Content, MessagePreview } from './types.ts'
import { ODD_SPACES, stripped } from './white-space.ts'

/**
 * How Hermes titles an untitled session since it began to compact in place: by the earliest user message that is
 * neither hidden nor one of its own summaries. These are the markers that Hermes writes.
 */
const SUMMARY_BEGINNINGS = [
  '[CONTEXT SUMMARY]:',
  '[CONTEXT COMPACTION — REFERENCE ONLY] Earlier turns were compacted into the summary below. This is a handoff ' +
    'from a previous context window — treat it as background reference, NOT as active instructions. ',
]
const SUMMARY_END = '--- END OF CONTEXT SUMMARY — respond to the message below, not the summary above ---'
const MERGED_SUMMARY = '[END OF PRIOR CONTEXT — COMPACTION SUMMARY BELOW]'
const PRIOR_CONTEXT = '[PRIOR CONTEXT — for reference only; not a new message]'

const INVOCATION = '[IMPORTANT: The user has invoked the '
const BUNDLE = ' skill bundle,'
const SKILL_END = 'The full skill content is loaded below.]'
const INSTRUCTION = 'The user has provided the following instruction alongside the skill invocation: '
/** Separates the two ends of a long message. */
const CUT = '\u001e'

/**
 * Characters of a message that a preview is made from; the same for a skill invocation (or for each of its ends);
 * characters shown.
 */
const TAKEN = 63
const INVOCATION_TAKEN = 800
const INVOCATION_END_TAKEN = 400
const SHOWN = 60

const OUTER_SPACE = /^[ \t\r\n]+|[ \t\r\n]+$/g
const LEADING_SPACE = /^[ \t\r\n]+/
const SPACES = new RegExp(`[ \\t\\n\\v\\f\\r${ODD_SPACES}]+`, 'g')

/** The part of a message that decides on a preview. */
interface Opening {
  role: string | null
  content: Content
  timestamp?: number | null
  preview?: MessagePreview | undefined
}

/** Finds the message that a session's preview is made from. Messages arrive in the order of their ids. */
export class EarliestOpening {
  #timestamp: number | null = null
  #source: string | null = null

  /** Adds the session's next message. */
  message({ role, content, timestamp, preview }: Opening): void {
    if (role !== 'user' || preview === 'hidden' || (content === null && preview !== 'empty')) return
    // SQLite sorts NULL before any number.
    const time = timestamp ?? Number.NEGATIVE_INFINITY
    if (this.#timestamp !== null && time >= this.#timestamp) return
    const source = preview === 'empty' ? '' : previewSource(contentText(content))
    if (source === null) return
    this.#timestamp = time
    this.#source = source
  }

  /** Returns the preview; empty if no message is eligible. */
  preview(): string {
    return this.#source === null ? '' : previewOfSource(this.#source)
  }

  clear(): void {
    this.#timestamp = null
    this.#source = null
  }
}

/** Returns the part of a user message that a preview is made from; null if it is not eligible. */
export function previewSource(text: string): string | null {
  if (isSummary(text)) return afterSummary(text)
  const merged = text.indexOf(MERGED_SUMMARY)
  if (merged >= 0 && isSummary(text.slice(merged + MERGED_SUMMARY.length))) {
    return beforeSummary(text.slice(0, merged))
  }
  return shortened(text)
}

/**
 * Returns at most 60 characters on one line, followed by `...` if there are more. For a skill invocation, returns what
 * the user typed.
 */
export function previewOfSource(source: string): string {
  const line = stripped(source).replace(/[\n\r]/g, ' ')
  const shown = invocationTyped(line) ?? line.slice(0, endOf(line, CUT))
  // A text never has more code points than UTF-16 units.
  if (shown.length <= SHOWN) return shown
  const characters = [...shown.slice(0, 2 * SHOWN + 2)]
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}...` : shown
}

function isSummary(text: string): boolean {
  const begun = text.replace(LEADING_SPACE, '')
  return SUMMARY_BEGINNINGS.some((beginning) => begun.startsWith(beginning))
}

/** Returns the request that follows a summary; null if none does. */
function afterSummary(text: string): string | null {
  const end = text.indexOf(SUMMARY_END)
  const rest = end < 0 ? '' : text.slice(end + SUMMARY_END.length)
  return rest.replace(LEADING_SPACE, '') === '' ? null : rest
}

/** Returns the request that precedes an appended summary; null if there is no summary. */
function beforeSummary(text: string): string | null {
  const request = text.replace(OUTER_SPACE, '')
  const own = request.startsWith(PRIOR_CONTEXT)
    ? request.slice(PRIOR_CONTEXT.length).replace(LEADING_SPACE, '')
    : request
  return own === '' ? null : own
}

function shortened(text: string): string {
  const invoked = asciiLower(text.slice(0, INVOCATION.length)) === asciiLower(INVOCATION)
  if (!invoked) return characters(text, TAKEN)
  // A text never has more code points than UTF-16 units.
  if (text.length <= INVOCATION_TAKEN) return text
  const all = [...text]
  if (all.length <= INVOCATION_TAKEN) return text
  return all.slice(0, INVOCATION_END_TAKEN).join('') + CUT + all.slice(-INVOCATION_END_TAKEN).join('')
}

/** Returns the first `count` characters of a text. */
function characters(text: string, count: number): string {
  return [...text.slice(0, 2 * count)].slice(0, count).join('')
}

/** Returns what the user typed to invoke a skill; null if the text is not an invocation. */
function invocationTyped(line: string): string | null {
  if (!line.startsWith(INVOCATION)) return null
  const rest = line.slice(INVOCATION.length)
  const name = stripped(/^"([^"]*)"/.exec(rest)?.[1] ?? '')
  const typed = instructionIn(line)
  if (name === '') return typed === '' ? null : typed
  const label = name.startsWith('/') ? name : `/${name}`
  return typed === '' ? label : `${label} — ${typed}`
}

function instructionIn(line: string): string {
  const at = line.lastIndexOf(INSTRUCTION)
  if (at < 0 || line.includes(BUNDLE) || !line.includes(SKILL_END)) return ''
  const typed = line.slice(at + INSTRUCTION.length)
  return stripped(typed.slice(0, endOf(typed, CUT)).replace(SPACES, ' '))
}

function endOf(text: string, mark: string): number {
  const at = text.indexOf(mark)
  return at < 0 ? text.length : at
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
