import { pagesEffect } from '../contract/warnings.ts'
import type { LeftOut } from '../scan/read-records.ts'
import { count } from './figures.ts'

/** Reports what could not be read; null if that is nothing. */
export function leftOutText({ sessions, pages, cut }: LeftOut): string | null {
  const lines: string[] = []
  if (sessions.size > 0) {
    const [noun, are] = sessions.size === 1 ? ['session', 'is'] : ['sessions', 'are']
    lines.push(`Some pages of this history are damaged: ${count(sessions.size)} ${noun} ${are} left out.`)
  }
  if (pages > 0) lines.push(pagesEffect(pages))
  if (cut > 0) lines.push(notWholeText(cut))
  return lines.length > 0 ? lines.join(' ') : null
}

/** Reports how many sessions count with a part of their messages. Does not name them: `laurel scan` does. */
export function notWholeText(sessions: number): string {
  const were = sessions === 1 ? '1 session was' : `${count(sessions)} sessions were`
  return `${were} not counted completely. Run “laurel scan” to see which, and why.`
}
