import { type Message, t } from '../language/language.ts'
import { objectOf, parseObject } from './parse-object.ts'

/** A response of the API, read without trusting it: a body of the expected shape, or a problem to show. */

/** In English, as servers and workers say it: `problemText` says it in the reader's language. */
export interface Problem {
  message: string
  hint?: string
  /** The file was modified after it was chosen. */
  changed?: boolean
}

/** A problem that scripts of pages find themselves. */
export interface KnownProblem extends Problem {
  message: Message
  hint?: Message
}

export type Answer = { ok: true; body: Record<string, unknown> } | { ok: false; problem: Problem }

const NO_CONNECTION: KnownProblem = {
  message: 'Can’t reach the server.',
  hint: 'Check your connection and try again.',
}

/** Sends and receives JSON. Never throws: failures are returned as problems. */
export async function postJson(path: string, body: unknown): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    return answerOf(response.status, await response.text())
  } catch {
    return { ok: false, problem: NO_CONNECTION }
  }
}

/**
 * Returns the answer for a status and a body: `{error: {message, hint?}}` for a failure. Status 0 means no connection.
 */
export function answerOf(status: number, text: string): Answer {
  if (status === 0) return { ok: false, problem: NO_CONNECTION }
  const body = parseObject(text)
  if (status >= 200 && status < 300) return { ok: true, body: body ?? {} }
  const error = objectOf(body?.error)
  if (typeof error?.message !== 'string') {
    return {
      ok: false,
      problem: {
        message: t('The server answered {status}.', { status: String(status) }),
        hint: 'Try again in a moment.',
      },
    }
  }
  const { message, hint } = error
  return { ok: false, problem: typeof hint === 'string' ? { message, hint } : { message } }
}
