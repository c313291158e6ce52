import type { InsightsReport, InsightsSummary } from '../../src/contract/insights.ts'
import type { ListedSession, SessionList } from '../../src/contract/sessions.ts'
import { InsightsTally } from '../../src/sessions/insights/report.ts'
import { summaryOfInsights } from '../../src/sessions/insights/summary.ts'
import { listItem } from '../../src/sessions/list/list-item.ts'
import { record } from '../sessions/list/records.ts'
import { NOW } from './made-views.ts'

/** Sessions and insights made for the pages' tests. */

const DAY = 86_400

/** This many sessions, a number of days apart; `days` is the requested period. */
export function insightsOver(sessions: number, days = 30, apart = 1): InsightsReport {
  const tally = tallyOver(sessions, days, apart)
  const platforms = sessions === 0 ? [] : ['cli', 'telegram']
  const [report, daily, leading] = [tally.report(), tally.daily(), tally.leading()]
  return { report, daily, leading, platforms, unlisted: 0 }
}

function tallyOver(sessions: number, days = 30, apart = 1): InsightsTally {
  const tally = new InsightsTally({ days, source: null, timeZone: 'Europe/Berlin', now: NOW })
  for (let index = 0; index < sessions; index++) {
    const started_at = NOW - (index + 0.5) * apart * DAY
    tally.add(
      record(`session-${index}`, {
        source: index % 3 === 0 ? 'telegram' : 'cli',
        model: `vendor/model-${index}`,
        started_at,
        ended_at: started_at + 600 * (index + 1),
        message_count: index + 2,
        tool_call_count: index,
        input_tokens: 1000 * index,
        output_tokens: 10,
        cache_read_tokens: 5000,
        estimated_cost_usd: index / 10,
        user_messages: 1,
        assistant_messages: index,
        tools: [{ tool: `tool_${index}`, rows: index + 1, calls: 0 }],
        skills: [{ skill: `skill-${index}`, view_count: 1, manage_count: 0, last_used_at: started_at }],
      }),
    )
  }
  return tally
}

export function totals(change: Partial<InsightsSummary> = {}): InsightsSummary {
  const tally = tallyOver(12)
  return { ...summaryOfInsights(tally.report(), tally.distinct(), 'scanned'), ...change }
}

export function listedSession(id: string, change: Partial<ListedSession> = {}): ListedSession {
  return {
    ...listItem(record(id)),
    source: 'cli',
    model: 'vendor/model-one',
    title: `Title of ${id}`,
    started_at: NOW - 7200,
    ended_at: NOW - 3600,
    end_reason: 'cli_close',
    message_count: 1234,
    tool_call_count: 56,
    input_tokens: 78_000,
    output_tokens: 900,
    estimated_cost_usd: 0.25,
    preview: `Beginning of ${id}`,
    last_active: NOW - 3600,
    history: 'default',
    active_stream_id: null,
    is_streaming: false,
    has_pending_user_message: false,
    pending_started_at: null,
    updated_at: null,
    last_message_at: null,
    ...change,
  }
}

/** One of each kind that differs in markup. */
export function everyKind(): SessionList {
  const { history: _, ...reported } = listedSession('web-1', { source: 'webui', ended_at: null })
  return {
    sessions: [
      { ...reported, is_streaming: true, active_stream_id: 'turn-1' },
      { ...reported, id: 'web-2', has_pending_user_message: true },
      listedSession('s1', { _lineage_root_id: 's0' }),
      listedSession('s2', { parent_session_id: 's1' }),
      listedSession('s3', { title: null, model: null, source: null, ended_at: null, end_reason: null }),
      listedSession('s4', {
        title: null,
        preview: '',
        started_at: null,
        message_count: null,
        tool_call_count: null,
        input_tokens: null,
        output_tokens: null,
        estimated_cost_usd: null,
        last_active: null,
      }),
      listedSession('a b/"c"', { history: 'laptop' }),
    ],
    total: 120,
    history: null,
    platforms: ['cli', 'webui'],
    unlisted: 3,
  }
}
