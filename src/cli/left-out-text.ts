import { count } from './figures.ts'

/** Reports sessions that could not be read; null if there are none. */
export function leftOutText(leftOut: ReadonlySet<string>): string | null {
  if (leftOut.size === 0) return null
  const [sessions, are] = leftOut.size === 1 ? ['session', 'is'] : ['sessions', 'are']
  return `Some pages of this history are damaged: ${count(leftOut.size)} ${sessions} ${are} left out.`
}
