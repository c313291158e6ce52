import { HERMES_EVENTS, HermesEventSchema } from '../../contract/hermes-events.ts'
import { LiveIdSchema } from '../../contract/live.ts'
import { cutText } from '../../engine/session-columns.ts'

/** Tokens of one request, by the names of Hermes' own columns. */
const USAGE = [
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
] as const
export type RequestUsage = Record<(typeof USAGE)[number], number>

/** More than any request takes: sums stay exact. */
const TOKENS_MAX = 1_000_000_000
/** Characters of an id that are read; Hermes' have fewer than 200. */
const ID_MAX = 512
/** The turn of an event that names none. */
const UNNAMED_TURN = 'turn'

/** What is kept of an event of Hermes: no text of a message. */
export interface HermesEvent {
  session_id: string
  /** When Hermes made it. Unix seconds. */
  at: number
  turn_id: string
  /** Whether the turn has ended; else it goes on. */
  ended: boolean
  model: string | null
  /** The platform. */
  source: string | null
  /** A request to the model that was answered. */
  request: { id: string; started_at: number; usage: RequestUsage } | null
  /** How many messages the session has; null if the event doesn't say. */
  message_count: number | null
}

/**
 * Returns what counts of an event; null for one that doesn't matter, or has no session.
 * @throws ZodError if it is no event of Hermes
 */
export function hermesEvent(body: unknown): HermesEvent | null {
  const { hook_event_name: name, session_id, delivery_id, timestamp, extra } = HermesEventSchema.parse(body)
  const session = LiveIdSchema.safeParse(session_id)
  if (!session.success || !isWanted(name)) return null
  const at = Date.parse(timestamp) / 1000
  const turn = LiveIdSchema.safeParse(extra.turn_id)
  const history = name === 'post_llm_call' ? extra.conversation_history : null
  return {
    session_id: session.data,
    at,
    turn_id: turn.success ? turn.data : UNNAMED_TURN,
    ended: name === 'post_llm_call' || name === 'on_session_end',
    model: textOf(extra.model),
    source: textOf(extra.platform),
    request:
      name === 'post_api_request'
        ? {
            id: textOf(extra.api_request_id, ID_MAX) ?? delivery_id.slice(0, ID_MAX),
            started_at: earlier(extra.started_at, at),
            usage: usageOf(extra.usage),
          }
        : null,
    message_count: Array.isArray(history) ? history.length : null,
  }
}

const WANTED: ReadonlySet<string> = new Set(HERMES_EVENTS)
function isWanted(name: string): boolean {
  return WANTED.has(name)
}

/** A request takes minutes at most; another time is no time of it. Unit: seconds. */
const REQUEST_MAX_SECONDS = 3600

function earlier(given: unknown, at: number): number {
  return typeof given === 'number' && given <= at && given >= at - REQUEST_MAX_SECONDS ? given : at
}

function usageOf(given: unknown): RequestUsage {
  const known = typeof given === 'object' && given !== null ? new Map(Object.entries(given)) : new Map()
  const entries = USAGE.map((name) => [name, tokens(known.get(name))])
  return Object.fromEntries(entries) as RequestUsage
}

function tokens(given: unknown): number {
  return Number.isSafeInteger(given) && Number(given) > 0 ? Math.min(Number(given), TOKENS_MAX) : 0
}

function textOf(given: unknown, max = 200): string | null {
  return typeof given === 'string' && given.trim() !== '' ? cutText(given.trim(), max) : null
}
