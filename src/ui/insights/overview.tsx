import type { Child, FC } from 'hono/jsx'
import type { InsightsOverview } from '../../contract/insights.ts'
import { durationText } from '../../sessions/insights/duration.ts'
import { compact, dollars } from '../charts/figures.ts'
import { grouped } from '../wording.ts'

/** The totals of a report. */
export const Overview: FC<{ overview: InsightsOverview }> = ({ overview }) => {
  const { total_sessions, total_messages, total_tool_calls, total_hours, total_tokens } = overview
  const { user_messages, assistant_messages, tool_messages, avg_session_duration } = overview
  const fresh = overview.total_input_tokens + overview.total_output_tokens
  const hasRoles = user_messages + assistant_messages + tool_messages > 0
  return (
    <dl class="overview-figures">
      <Figure label="Sessions" value={grouped(total_sessions)} />
      <Figure label="Messages" value={compact(total_messages)}>
        {hasRoles
          ? `${compact(user_messages)} from you, ${compact(assistant_messages)} from the agent, ${compact(tool_messages)} from tools`
          : `${compact(Math.round(overview.avg_messages_per_session))} per session`}
      </Figure>
      <Figure label="Tool calls" value={compact(total_tool_calls)}>
        {compact(Math.round(total_tool_calls / total_sessions))} per session
      </Figure>
      <Figure label="Tokens" value={compact(total_tokens)}>
        {compact(fresh)} in and out, {compact(total_tokens - fresh)} cached
      </Figure>
      <Figure label="Time" value={durationText(total_hours * 3600)}>
        {durationText(avg_session_duration)} per session
      </Figure>
      <Cost overview={overview} />
    </dl>
  )
}

/** The estimated cost, which is known for more sessions than the billed one. */
const Cost: FC<{ overview: InsightsOverview }> = ({ overview: { actual_cost, estimated_cost } }) => {
  if (actual_cost === 0 && estimated_cost === 0) {
    return (
      <Figure label="Cost" value="–">
        not in the history
      </Figure>
    )
  }
  if (estimated_cost === 0) {
    return (
      <Figure label="Cost" value={dollars(actual_cost)}>
        as billed
      </Figure>
    )
  }
  return (
    <Figure label="Cost" value={dollars(estimated_cost)}>
      {actual_cost === 0 ? 'estimated by the agent' : `estimated; ${dollars(actual_cost)} billed`}
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
