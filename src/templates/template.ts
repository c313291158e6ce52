import type {
  SessionTemplate,
  TaskType,
  TemplateSummary,
  ToolClasses,
} from '../contract/session-templates.ts'
import { LaurelError } from '../errors.ts'
import type { Redacted } from './redaction.ts'
import { classify } from './task-type.ts'

/** Default number of examples in a template. */
const EXAMPLES_USUAL = 10

export interface TemplateOrder {
  sessionId: string
  extracted: Redacted
  name?: string | undefined
  type?: TaskType | undefined
  /** What the type is taken from, if none is given. */
  classes?: ToolClasses | undefined
  /** Unix seconds. */
  now: number
  /** Maximum size as JSON. Unit: bytes. */
  maxBytes: number
}

/**
 * Creates a template from a session's examples.
 * @throws LaurelError `no_examples`, `template_too_large`
 */
export function createTemplate(order: TemplateOrder): SessionTemplate {
  const { sessionId, now } = order
  const { examples, redacted } = order.extracted
  if (examples.length === 0) throw noExamples()
  const called = examples.map(({ tool_name }) => tool_name)
  const type = order.type ?? classify(called, order.classes)
  const template = {
    name: order.name ?? defaultName(type, sessionId, now),
    type,
    created_at: now,
    usage_count: 0,
    session_id: sessionId,
    redacted,
    examples,
  }
  if (new TextEncoder().encode(JSON.stringify(template)).length > order.maxBytes)
    throw tooLarge(order.maxBytes)
  return template
}

/** Of the session id in a template's name. Unit: characters. */
const ID_MAX = 40

/** `code_20261109_101500_1cc6be_1795277680`: task type, session, time of creation. Of a long id, what ids differ in: its end. */
function defaultName(type: TaskType, sessionId: string, now: number): string {
  const id = sessionId.replace(/[^A-Za-z0-9._-]/gu, '-').slice(-ID_MAX)
  return `${type}_${id}_${Math.floor(now)}`
}

/** Returns the template to use next: the least used, then the oldest, then the first by name. */
export function chooseTemplate<T extends Pick<SessionTemplate, 'name' | 'usage_count' | 'created_at'>>(
  templates: readonly T[],
): T | null {
  const [first] = [...templates].sort(
    (a, b) => a.usage_count - b.usage_count || a.created_at - b.created_at || (a.name < b.name ? -1 : 1),
  )
  return first ?? null
}

/** Newest first. */
export function newestTemplatesFirst(
  a: Pick<SessionTemplate, 'name' | 'created_at'>,
  b: Pick<SessionTemplate, 'name' | 'created_at'>,
): number {
  return b.created_at - a.created_at || (a.name < b.name ? -1 : 1)
}

export function summaryOf({ examples, ...head }: SessionTemplate): TemplateSummary {
  const tools = [...new Set(examples.map(({ tool_name }) => tool_name))]
  return { ...head, example_count: examples.length, tools }
}

/**
 * Returns the requested number of examples, checked against the limit.
 * @throws LaurelError `invalid_request`
 */
export function examplesWanted(wanted: number | undefined, max: number): number {
  if (wanted === undefined) return Math.min(EXAMPLES_USUAL, max)
  if (wanted <= max) return wanted
  throw new LaurelError('invalid_request', `A template can have at most ${max} examples.`)
}

export function tooLarge(maxBytes: number): LaurelError {
  return new LaurelError('template_too_large', `The template would have more than ${maxBytes} bytes.`, {
    hint: 'Use fewer examples.',
  })
}

function noExamples(): LaurelError {
  return new LaurelError('no_examples', 'This session does not start with tool calls that worked.', {
    hint: 'Choose another session, such as one of the suggestions.',
  })
}

export function templateNotFound(): LaurelError {
  return new LaurelError('template_not_found', 'There is no such template.', {
    hint: 'List the templates to see their names.',
  })
}

export function templateExists(): LaurelError {
  return new LaurelError('template_exists', 'There is already a template with that name.', {
    hint: 'Choose another name, or delete that one first.',
  })
}
