import type { Suggestion } from '../contract/session-templates.ts'
import { messageText } from '../engine/message-text.ts'
import { PathSet } from '../engine/path-set.ts'
import { TextMatcher } from '../engine/text-matcher.ts'
import { OPENING_MESSAGES, type OpeningMessage, type OpeningReader } from './extraction.ts'
import { CODE_TOOLS, classify } from './task-type.ts'
import { toolCallsIn } from './tool-calls.ts'

/** Number of assistant messages read, with their answers. */
const OPENING_TURNS = 30

/** The session and its history. */
export type SuggestedSession = Pick<Suggestion, 'session_id' | 'source' | 'title' | 'started_at'>

/** Assesses the start of a session, message by message. */
export class Opening {
  readonly #called: string[] = []
  #messages = 0
  #turns = 0
  #results = 0
  #successes = 0
  #errors = 0
  #over = false

  /** Adds the session's next message. */
  message({ role, content, toolCalls }: OpeningMessage): void {
    if (this.done) return
    this.#messages++
    if (role === 'tool') this.#result(content)
    if (role !== 'assistant') return
    this.#over = this.#turns === OPENING_TURNS
    if (this.#over) return
    this.#turns++
    this.#called.push(...toolCallsIn(toolCalls?.toString() ?? null).map(({ name }) => name))
  }

  get done(): boolean {
    return this.#over || this.#messages >= OPENING_MESSAGES
  }

  /** Returns the session's qualities; null if it calls no tool. */
  suggestion(session: SuggestedSession): Suggestion | null {
    const calls = this.#called.length
    if (calls === 0) return null
    const code_calls = this.#called.filter((name) => CODE_TOOLS.includes(name)).length
    const counts = {
      turns: this.#turns,
      calls,
      code_calls,
      results: this.#results,
      successes: this.#successes,
      errors: this.#errors,
    }
    return {
      ...session,
      type: classify(this.#called),
      score: scoreOf(counts),
      reasons: reasonsOf(counts),
      ...counts,
    }
  }

  /** Determined by the engine's words for errors and successes. */
  #result(content: OpeningMessage['content']): void {
    const matcher = new TextMatcher(new PathSet())
    matcher.message(messageText(content))
    const { flags, errorMessages } = matcher.finish()
    this.#results++
    if (errorMessages > 0) this.#errors++
    else if (flags.success) this.#successes++
  }
}

type Counts = Pick<Suggestion, 'turns' | 'calls' | 'code_calls' | 'results' | 'successes' | 'errors'>

/** Weights of the qualities; their sum is 1. */
const WEIGHTS = { code: 0.5, success: 0.25, noError: 0.25 }
/** A session with this many calls gets half the score for their number. */
const CALLS_FOR_HALF = 3

/** Share of answers with an error above which a session is no example to follow. */
const ERRORS_MAX = 0.25

/** Whether a session is worth a template: it ran code, with few errors. */
function isWorthwhile({ code_calls, results, errors }: Suggestion): boolean {
  return code_calls > 0 && errors <= ERRORS_MAX * results
}

/** 0 to 1, in thousandths. */
function scoreOf({ calls, code_calls, results, successes, errors }: Counts): number {
  const share = (part: number) => (results === 0 ? 0 : part / results)
  const good =
    WEIGHTS.code * (code_calls / calls) +
    WEIGHTS.success * share(successes) +
    WEIGHTS.noError * share(results - errors)
  return Math.round(1000 * good * (calls / (calls + CALLS_FOR_HALF))) / 1000
}

function reasonsOf({ calls, code_calls, results, successes, errors }: Counts): string[] {
  const ran = `${code_calls || 'none'} of ${calls} ${calls === 1 ? 'call' : 'calls'} ran code`
  if (results === 0) return [ran, 'no tool answers to judge by']
  const answers = `${results} ${results === 1 ? 'answer' : 'answers'}`
  return [
    ran,
    `${successes} of ${answers} ${successes === 1 ? 'reports' : 'report'} success`,
    errors === 0 ? 'no errors' : `${errors} of ${answers} ${errors === 1 ? 'reports' : 'report'} an error`,
  ]
}

/** Assesses a session, reading no further than necessary. Null if it calls no tool. */
export async function suggestionFor(
  reader: OpeningReader,
  session: SuggestedSession,
): Promise<Suggestion | null> {
  const opening = new Opening()
  await reader.readMessages(session.session_id, (message) => opening.message(message), {
    enough: () => opening.done,
  })
  return opening.suggestion(session)
}

/** Returns the sessions that are worth a template, best first; ties by newest, then by source and id. */
export function ranked(suggestions: readonly Suggestion[], limit: number): Suggestion[] {
  const key = ({ source, session_id }: Suggestion) => `${source ?? ''}\0${session_id}`
  return suggestions
    .filter(isWorthwhile)
    .sort(
      (a, b) =>
        b.score - a.score ||
        (b.started_at ?? Number.NEGATIVE_INFINITY) - (a.started_at ?? Number.NEGATIVE_INFINITY) ||
        (key(a) < key(b) ? -1 : 1),
    )
    .slice(0, limit)
}
