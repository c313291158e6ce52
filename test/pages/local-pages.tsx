import { HomePage } from '../../functions/pages/home/page.tsx'
import { localDetails } from '../../src/browser/local-details.tsx'
import { NO_STATS } from '../../src/engine/session-stats.ts'
import type { Checkpoint } from '../../src/scan/checkpoint.ts'
import { placeIn } from '../../src/ui/local-place.ts'
import { record } from '../sessions/list/records.ts'
import { NOW } from './made-views.ts'

/** The front page with a result, as its script shows it. */

const HISTORY: readonly Checkpoint[] = ['s1', 's2', 's3'].map((id, at) => {
  const started_at = NOW - 86_400 * (at + 1)
  const known = { title: at === 0 ? null : `Title of ${id}`, preview: `Beginning of ${id}`, source: 'cli' }
  const counts = { message_count: 4, user_messages: 1, assistant_messages: 3, input_tokens: 900 }
  return {
    fingerprint: '',
    stats: { ...NO_STATS, session_id: id, started_at, total_tool_calls: 500 },
    record: record(id, { ...known, ...counts, started_at, model: 'vendor/one' }),
  }
})

/** @param publishing whether its owner is about to publish all of it */
function localPage(fragment: string, publishing = false): string {
  const details = localDetails(HISTORY, placeIn(fragment), { timeZone: 'UTC', now: NOW })
  const shown = (html: string, part: RegExp) =>
    html.replace(part, (tag) => tag.replace(/ hidden(="")?(?=[ >])/, ''))
  const home = String(<HomePage defaultTimeZone="UTC" />)
    .replace(/<section class="welcome"[\s\S]*?<\/section>/, '')
    .replace(/(<div id="local-shown"[^>]*>)/, (tag) => tag + details)
  const parts = [/<section class="local"[^>]*>/, /<div class="local-details"[^>]*>/]
  const published = [
    /<form class="card publish"[^>]*>/,
    /<li data-details-on[^>]*>/,
    /<p class="notice" data-details-removed[^>]*>/,
  ]
  return [...parts, ...(publishing ? published : [])].reduce(shown, home)
}

export const localPages = (): Readonly<Record<string, string>> => ({
  'home, with the sessions of a result': localPage('#/sessions'),
  'home, with the insights of a result, about to be published': localPage('#/insights?days=all', true),
  'home, with the story of a result': localPage('#/wrapped'),
})
