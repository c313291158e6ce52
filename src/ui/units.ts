import type { AggregateMetric } from '../engine/types.ts'
import { grouped } from './wording.ts'

/** What the figure of each metric counts: one of it, and many where that is more than an `s`. */
const UNITS: Readonly<Record<AggregateMetric, readonly [one: string, many?: string]>> = {
  session_count: ['session'],
  distinct_model_count: ['different model'],
  distinct_provider_count: ['different provider'],
  local_model_chat_sessions: ['session on a local model', 'sessions on a local model'],
  weekend_sessions: ['weekend session'],
  night_sessions: ['night session'],
  max_tool_calls_in_session: ['tool call in one session', 'tool calls in one session'],
  max_distinct_tools_in_session: ['different tool in one session', 'different tools in one session'],
  max_messages_in_session: ['message in one session', 'messages in one session'],
  max_terminal_calls_in_session: ['terminal call in one session', 'terminal calls in one session'],
  max_file_tool_calls_in_session: ['file tool call in one session', 'file tool calls in one session'],
  max_web_calls_in_session: ['web call in one session', 'web calls in one session'],
  max_web_browser_calls_in_session: [
    'web or browser call in one session',
    'web or browser calls in one session',
  ],
  max_files_touched_in_session: ['different file in one session', 'different files in one session'],
  total_errors: ['message with an error', 'messages with an error'],
  total_tool_calls: ['tool call'],
  total_terminal_calls: ['terminal call'],
  total_web_calls: ['web call'],
  total_web_extract_calls: ['page extraction'],
  total_patch_calls: ['patch', 'patches'],
  total_file_reads_searches: ['file read or search', 'file reads or searches'],
  total_delegate_calls: ['delegated task'],
  total_process_calls: ['process call'],
  total_cron_calls: ['cron call'],
  browser_calls: ['browser call'],
  image_vision_calls: ['image or vision call'],
  tts_calls: ['text spoken', 'texts spoken'],
  skill_events: ['skill event'],
  skill_manage_events: ['change of a skill', 'changes of skills'],
  memory_events: ['memory call'],
  memory_write_events: ['thing remembered', 'things remembered'],
  port_conflict_events: ['session with a port in use', 'sessions with a port in use'],
  traceback_events: ['traceback or exception', 'tracebacks or exceptions'],
  log_read_events: ['mention of logs', 'mentions of logs'],
  permission_denied_events: ['permission denied', 'permissions denied'],
  install_error_events: ['installation with an error', 'installations with an error'],
  install_success_events: ['installation that succeeded', 'installations that succeeded'],
  restart_after_error_events: ['restart after an error', 'restarts after an error'],
  env_var_error_events: ['mention of a missing setting', 'mentions of missing settings'],
  yaml_error_events: ['mention of YAML gone wrong', 'mentions of YAML gone wrong'],
  docker_conflict_events: ['conflict over a container’s name', 'conflicts over a container’s name'],
  frontend_activity_events: ['mention of frontend work', 'mentions of frontend work'],
  css_activity_events: ['mention of styling', 'mentions of styling'],
  git_events: ['Git command'],
  tiny_patch_after_errors_events: [
    'session that ended in a tiny fix after many errors',
    'sessions that ended in a tiny fix after many errors',
  ],
  context_events: ['mention of context', 'mentions of context'],
  gateway_events: ['mention of the gateway', 'mentions of the gateway'],
  plugin_events: ['mention of plugins', 'mentions of plugins'],
  rollback_events: ['mention of a rollback', 'mentions of rollbacks'],
  docs_activity_events: ['mention of documentation', 'mentions of documentation'],
  model_events: ['mention of a model', 'mentions of models'],
  openrouter_events: ['mention of OpenRouter', 'mentions of OpenRouter'],
  codex_events: ['mention of Codex', 'mentions of Codex'],
  claude_events: ['mention of Claude', 'mentions of Claude'],
  gemini_events: ['mention of Gemini', 'mentions of Gemini'],
  local_model_events: ['mention of local models', 'mentions of local models'],
  toolset_events: ['mention of a toolset', 'mentions of toolsets'],
  config_events: ['mention of a configuration file', 'mentions of configuration files'],
  git_history_events: ['Git command on history', 'Git commands on history'],
  test_events: ['mention of tests', 'mentions of tests'],
  screenshot_events: ['mention of a screenshot', 'mentions of screenshots'],
  release_events: ['mention of a release', 'mentions of releases'],
  cache_events: ['cache hit'],
}

const BY_METRIC = new Map<string, readonly [one: string, many?: string]>(Object.entries(UNITS))

/**
 * A figure with what it counts: `12 Git commands`, and with `more` before the unit `12 more Git commands`. Of a metric
 * that is not known the figure alone.
 */
export function measured(count: number, metric: string | undefined, more = ''): string {
  const [one = '', many = `${one}s`] = BY_METRIC.get(metric ?? '') ?? ['', '']
  return `${grouped(count)} ${more}${count === 1 ? one : many}`.trim()
}
