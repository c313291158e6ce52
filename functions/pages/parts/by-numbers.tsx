import type { FC } from 'hono/jsx'
import type { Provenance } from '../../../src/contract/achievements.ts'
import type { InsightsSummary } from '../../../src/contract/insights.ts'
import { durationText } from '../../../src/sessions/insights/duration.ts'
import { compact } from '../../../src/ui/charts/figures.ts'
import { grouped } from '../../../src/ui/wording.ts'

/** Published totals of insights. Its input contains no name, title, cost or day. */
export const ByNumbers: FC<{ totals: InsightsSummary }> = ({ totals }) => (
  <section id="by-numbers" class="by-numbers" aria-labelledby="by-numbers-heading" data-live>
    <h2 id="by-numbers-heading">
      By the numbers{' '}
      <span class="hint">
        last {grouped(totals.days)} days{COUNTED_BY[totals.provenance]}
      </span>
    </h2>
    <dl>
      {figuresOf(totals).map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd class="figure">{value}</dd>
        </div>
      ))}
    </dl>
  </section>
)

/** Figures that the server did not count itself are labelled. */
const COUNTED_BY: Readonly<Record<Provenance, string>> = {
  scanned: '',
  'self-reported': ', self-reported',
  mixed: ', partly self-reported',
  none: '',
}

/** Zero counts are omitted. */
function figuresOf(totals: InsightsSummary): [label: string, value: string][] {
  const { total_sessions, total_messages, total_tool_calls, total_tokens, total_hours } = totals
  const figures: [string, number, string][] = [
    ['Sessions', total_sessions, grouped(total_sessions)],
    ['Messages', total_messages, compact(total_messages)],
    ['Tool calls', total_tool_calls, compact(total_tool_calls)],
    ['Tokens', total_tokens, compact(total_tokens)],
    ['Time', total_hours, durationText(total_hours * 3600)],
    ['Active days', totals.active_days, grouped(totals.active_days)],
    ['Longest streak', totals.max_streak, grouped(totals.max_streak)],
    ['Models', totals.distinct_models, grouped(totals.distinct_models)],
    ['Tools', totals.distinct_tools, grouped(totals.distinct_tools)],
    ['Skills', totals.distinct_skills, grouped(totals.distinct_skills)],
  ]
  return figures.filter(([, amount]) => amount > 0).map(([label, , value]) => [label, value])
}
