import { count } from './figures.ts'

/** Says that sessions could not be read; null when all could. */
export function leftOutText(leftOut: ReadonlySet<string>): string | null {
  if (leftOut.size === 0) return null
  const [sessions, are] = leftOut.size === 1 ? ['session', 'is'] : ['sessions', 'are']
  return `Some pages of this history are damaged: ${count(leftOut.size)} ${sessions} ${are} left out.`
}
