import type { Child, FC } from 'hono/jsx'
import type { InsightsOverview } from '../../contract/insights.ts'
import { t } from '../../language/language.ts'
import { compact, dollars, duration } from '../charts/figures.ts'
import { grouped } from '../wording.ts'

/** The totals of a report. */
export const Overview: FC<{ overview: InsightsOverview }> = ({ overview }) => {
  const { total_sessions, total_messages, total_tool_calls, total_hours, total_tokens } = overview
  const { user_messages, assistant_messages, tool_messages, avg_session_duration } = overview
  const fresh = overview.total_input_tokens + overview.total_output_tokens
  const hasRoles = user_messages + assistant_messages + tool_messages > 0
  return (
    <dl class="overview-figures">
      <Figure label={t('Sessions')} value={grouped(total_sessions)} />
      <Figure label={t('Messages')} value={compact(total_messages)}>
        {hasRoles
          ? t('{you} from you, {agent} from the agent, {tools} from tools', {
              you: compact(user_messages),
              agent: compact(assistant_messages),
              tools: compact(tool_messages),
            })
          : perSession(compact(Math.round(overview.avg_messages_per_session)))}
      </Figure>
      <Figure label={t('Tool calls')} value={compact(total_tool_calls)}>
        {perSession(compact(Math.round(total_tool_calls / total_sessions)))}
      </Figure>
      <Figure label={t('Tokens')} value={compact(total_tokens)}>
        {t('{fresh} in and out, {cached} cached', {
          fresh: compact(fresh),
          cached: compact(total_tokens - fresh),
        })}
      </Figure>
      <Figure label={t('Time')} value={duration(total_hours * 3600)}>
        {perSession(duration(avg_session_duration))}
      </Figure>
      <Cost overview={overview} />
    </dl>
  )
}

function perSession(figure: string): string {
  return t('{figure} per session', { figure })
}

/** The estimated cost, which is known for more sessions than the billed one. */
const Cost: FC<{ overview: InsightsOverview }> = ({ overview: { actual_cost, estimated_cost } }) => {
  if (actual_cost === 0 && estimated_cost === 0) {
    return (
      <Figure label={t('Cost')} value="–">
        {t('not in the history')}
      </Figure>
    )
  }
  if (estimated_cost === 0) {
    return (
      <Figure label={t('Cost')} value={dollars(actual_cost)}>
        {t('as billed')}
      </Figure>
    )
  }
  return (
    <Figure label={t('Cost')} value={dollars(estimated_cost)}>
      {actual_cost === 0
        ? t('estimated by the agent')
        : t('estimated; {amount} billed', { amount: dollars(actual_cost) })}
    </Figure>
  )
}

const Figure: FC<{ label: string; value: string; children?: Child }> = ({ label, value, children }) => (
  <div>
    <dt>{label}</dt>
    <dd class="figure">{value}</dd>
    {children && <dd class="hint">{children}</dd>}
  </div>
)
