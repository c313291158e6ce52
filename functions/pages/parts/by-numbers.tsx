import type { FC } from 'hono/jsx'
import type { Provenance } from '../../../src/contract/achievements.ts'
import type { InsightsSummary } from '../../../src/contract/insights.ts'
import { type Message, number, plural, t } from '../../../src/language/language.ts'
import { durationText } from '../../../src/sessions/insights/duration.ts'
import { compact } from '../../../src/ui/charts/figures.ts'

/** Published totals of insights. Its input contains no name, title, cost or day. */
export const ByNumbers: FC<{ totals: InsightsSummary }> = ({ totals }) => (
  <section id="by-numbers" class="by-numbers" aria-labelledby="by-numbers-heading" data-live>
    <h2 id="by-numbers-heading">
      {t('By the numbers')} <span class="hint">{plural(totals.days, ...OF_DAYS[totals.provenance])}</span>
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
const OF_DAYS: Readonly<Record<Provenance, readonly [one: string, other: Message]>> = {
  scanned: ['last {n} days', 'last {n} days'],
  'self-reported': ['last {n} days, self-reported', 'last {n} days, self-reported'],
  mixed: ['last {n} days, partly self-reported', 'last {n} days, partly self-reported'],
  none: ['last {n} days', 'last {n} days'],
}

/** Zero counts are omitted. */
function figuresOf(totals: InsightsSummary): [label: string, value: string][] {
  const { total_sessions, total_messages, total_tool_calls, total_tokens, total_hours } = totals
  const figures: [string, number, string][] = [
    [t('Sessions'), total_sessions, number(total_sessions)],
    [t('Messages'), total_messages, compact(total_messages)],
    [t('Tool calls'), total_tool_calls, compact(total_tool_calls)],
    [t('Tokens'), total_tokens, compact(total_tokens)],
    [t('Time'), total_hours, durationText(total_hours * 3600)],
    [t('Active days'), totals.active_days, number(totals.active_days)],
    [t('Longest streak'), totals.max_streak, number(totals.max_streak)],
    [t('Models'), totals.distinct_models, number(totals.distinct_models)],
    [t('Tools'), totals.distinct_tools, number(totals.distinct_tools)],
    [t('Skills'), totals.distinct_skills, number(totals.distinct_skills)],
  ]
  return figures.filter(([, amount]) => amount > 0).map(([label, , value]) => [label, value])
}
