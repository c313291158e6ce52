import { messageText } from '../engine/message-text.ts'
import { PathSet } from '../engine/path-set.ts'
import { TextMatcher } from '../engine/text-matcher.ts'
import type { Content, Json } from '../engine/types.ts'
import { decoded } from './tool-calls.ts'

/** What an answer of a tool says of its call. */
export type Outcome = 'succeeded' | 'failed' | 'unclear'

/** Statuses of Hermes' tools, and of those that answer alike. */
const STATUSES: ReadonlyMap<string, Outcome> = new Map([
  ...['success', 'ok', 'completed'].map((word) => [word, 'succeeded'] as const),
  ...['error', 'failed', 'timeout', 'blocked', 'interrupted'].map((word) => [word, 'failed'] as const),
])

/**
 * Judges an answer. A JSON object, as most tools of Hermes answer, is judged by what its fields say of the call: a
 * command that succeeds answers `{"output": …, "exit_code": 0, "error": null}`, and what a file or a page says is no
 * matter. In other texts the engine's words for errors and successes decide; an error outweighs a success.
 */
export function outcomeOf(content: Content): Outcome {
  const text = messageText(content)
  const own = ownAccount(text.toString())
  if (own !== null) return own
  const matcher = new TextMatcher(new PathSet())
  matcher.message(text)
  const { flags, errorMessages } = matcher.finish()
  if (errorMessages > 0) return 'failed'
  return flags.success ? 'succeeded' : 'unclear'
}

/** Returns what the fields of a JSON object say; null if it is none. */
function ownAccount(text: string): Outcome | null {
  const answer = /^\s*\{/.test(text) ? decoded(text) : undefined
  if (!(answer instanceof Map)) return null
  const [error, exit, success, status] = ['error', 'exit_code', 'success', 'status'].map((key) =>
    answer.get(key),
  )
  if (isSomething(error)) return 'failed'
  if (typeof exit === 'bigint') return exit === 0n ? 'succeeded' : 'failed'
  if (typeof success === 'boolean') return success ? 'succeeded' : 'failed'
  return (typeof status === 'string' ? STATUSES.get(status) : undefined) ?? 'unclear'
}

function isSomething(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== ''
}
