import type { Suggestion, TaskType, ToolClasses } from '../contract/session-templates.ts'
import { CallLog } from './call-log.ts'
import { OPENING_MESSAGES, type OpeningMessage, type OpeningReader } from './extraction.ts'
import { outcomeOf } from './outcome.ts'
import { byClass, classify } from './task-type.ts'
import { toolCallsIn } from './tool-calls.ts'

/** Number of assistant messages read, with their answers. */
const OPENING_TURNS = 30

/** The session and its history. */
export type SuggestedSession = Pick<Suggestion, 'session_id' | 'source' | 'title' | 'started_at'>

interface Call {
  name: string
  /** Whether it was answered, without an error. */
  worked: boolean
}

/** Assesses the start of a session, message by message. */
export class Opening {
  readonly #calls: Call[] = []
  readonly #log = new CallLog<Call>()
  #messages = 0
  #turns = 0
  #results = 0
  #successes = 0
  #errors = 0
  #over = false

  /** Adds the session's next message. */
  message({ role, content, toolCalls, toolCallId }: OpeningMessage): void {
    if (this.done) return
    this.#messages++
    if (role === 'tool') this.#result(content, toolCallId || null)
    if (role !== 'assistant') return
    this.#over = this.#turns === OPENING_TURNS
    if (this.#over) return
    this.#turns++
    for (const { id, name } of toolCallsIn(toolCalls?.toString() ?? null)) {
      const call = { name, worked: false }
      this.#calls.push(call)
      this.#log.add(id, call)
    }
  }

  get done(): boolean {
    return this.#over || this.#messages >= OPENING_MESSAGES
  }

  /** Returns the session's qualities; null if it calls no tool. */
  suggestion(session: SuggestedSession, classes: ToolClasses = 'today'): Suggestion | null {
    const calls = this.#calls.length
    if (calls === 0) return null
    const worked = this.#calls.filter((call) => call.worked).map(({ name }) => name)
    const names = this.#calls.map(({ name }) => name)
    const focus = byClass(worked, classes).reduce((most, own) => (own.calls > most.calls ? own : most))
    const counts = {
      turns: this.#turns,
      calls,
      worked: worked.length,
      code_calls: byClass(names, classes).find(({ type }) => type === 'code')?.calls ?? 0,
      results: this.#results,
      successes: this.#successes,
      errors: this.#errors,
    }
    return {
      ...session,
      type: classify(worked, classes),
      score: scoreOf(counts, focus.calls),
      reasons: reasonsOf(counts, focus),
      ...counts,
    }
  }

  #result(content: OpeningMessage['content'], toolCallId: string | null): void {
    const outcome = outcomeOf(content)
    const call = this.#log.answered(toolCallId)
    if (call !== null) call.worked = outcome !== 'failed'
    this.#results++
    if (outcome === 'failed') this.#errors++
    else if (outcome === 'succeeded') this.#successes++
  }
}

type Counts = Omit<Suggestion, keyof SuggestedSession | 'type' | 'score' | 'reasons'>

/** Weights of the qualities; their sum is 1. */
const WEIGHTS = { focus: 0.5, success: 0.25, noError: 0.25 }
/** A session with this many calls that worked gets half the score for their number. */
const CALLS_FOR_HALF = 3

/** Calls that must have worked: fewer show an agent nothing that it would not do by itself. */
export const WORKED_MIN = 3
/** Share of answers with an error above which a session is no example to follow. */
const ERRORS_MAX = 0.25

/** Whether a session is worth a template: it began with calls that worked, and few errors. */
function isWorthwhile({ worked, results, errors }: Suggestion): boolean {
  return worked >= WORKED_MIN && errors <= ERRORS_MAX * results
}

/** What the calls of a class do. */
const DOES: Record<TaskType, string> = {
  code: 'ran code',
  file: 'worked on files',
  research: 'did research',
  mixed: '',
}

/**
 * 0 to 1, in thousandths.
 * @param focus calls that worked and do the same kind of work
 */
function scoreOf({ calls, worked, results, successes, errors }: Counts, focus: number): number {
  const share = (part: number) => (results === 0 ? 0 : part / results)
  const good =
    WEIGHTS.focus * (focus / calls) +
    WEIGHTS.success * share(successes) +
    WEIGHTS.noError * share(results - errors)
  return Math.round(1000 * good * (worked / (worked + CALLS_FOR_HALF))) / 1000
}

function reasonsOf(
  { calls, worked, results, successes, errors }: Counts,
  focus: { type: TaskType; calls: number },
): string[] {
  const did = focus.calls === 0 ? '' : `, ${focus.calls} of them ${DOES[focus.type]}`
  const went = `${worked || 'none'} of ${calls} ${calls === 1 ? 'call' : 'calls'} worked${did}`
  if (results === 0) return [went, 'no tool answers to judge by']
  const answers = `${results} ${results === 1 ? 'answer' : 'answers'}`
  return [
    went,
    `${successes} of ${answers} ${successes === 1 ? 'reports' : 'report'} success`,
    errors === 0 ? 'no errors' : `${errors} of ${answers} ${errors === 1 ? 'reports' : 'report'} an error`,
  ]
}

/** Assesses a session, reading no further than necessary. Null if it calls no tool. */
export async function suggestionFor(
  reader: OpeningReader,
  session: SuggestedSession,
  classes: ToolClasses = 'today',
): Promise<Suggestion | null> {
  const opening = new Opening()
  await reader.readMessages(session.session_id, (message) => opening.message(message), {
    enough: () => opening.done,
  })
  return opening.suggestion(session, classes)
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
