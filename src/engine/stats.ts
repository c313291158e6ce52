import { keysOf, recordOf } from './records.ts'

/** What a number counts: `{n}` of it, for one and for more. */
export type Unit = readonly [one: string, many: string]

/**
 * Where a stat comes from.
 * - `text`: the matches of its patterns in `COUNTS` (signals.ts).
 * - `flag`: 1 or 0, by its rule in `FLAG_RULES` (text-stats.ts).
 * - A list: calls of tools whose lower-cased name contains one of these keywords. A call counts once for a stat.
 * - `session`: counted by SessionAnalysis itself.
 */
type Source = 'text' | 'flag' | 'session' | readonly string[]

interface Stat {
  from: Source
  /** The stat that it never exceeds. A report that violates this is refused. */
  partOf?: string
  /** What it counts, as shown to people whose sessions are reported. */
  note: string
  /** Its sum over sessions is a metric of the same name, with this unit. */
  unit?: Unit
}

/** The counted stats of a session, all non-negative integers, in the order in which they are stored and printed. */
export const STATS = {
  message_count: { from: 'session', note: 'messages' },
  tool_call_count: { from: 'session', note: 'tool calls' },
  distinct_tool_count: { from: 'session', note: 'different tools' },
  terminal_calls: { from: ['terminal'], partOf: 'tool_call_count', note: 'terminal calls' },
  web_calls: {
    from: ['web_search', 'web_extract'],
    partOf: 'tool_call_count',
    note: 'web searches and pages read',
  },
  web_extract_calls: { from: ['web_extract'], partOf: 'tool_call_count', note: 'web pages read' },
  browser_calls: {
    from: ['browser'],
    partOf: 'tool_call_count',
    note: 'browser calls',
    unit: ['{n} browser call', '{n} browser calls'],
  },
  web_browser_calls: { from: 'session', note: 'web and browser calls together' },
  patch_calls: { from: ['patch'], partOf: 'tool_call_count', note: 'patches' },
  file_reads_searches: {
    from: ['read_file', 'search_files'],
    partOf: 'tool_call_count',
    note: 'files read and searched',
  },
  file_tool_calls: {
    from: ['read_file', 'write_file', 'patch', 'search_files'],
    partOf: 'tool_call_count',
    note: 'files read, written, patched and searched',
  },
  delegate_calls: {
    from: ['delegate_task'],
    partOf: 'tool_call_count',
    note: 'tasks handed to other agents',
  },
  process_calls: { from: ['process'], note: 'processes, background ones included' },
  cron_calls: { from: ['cronjob'], partOf: 'tool_call_count', note: 'scheduled jobs' },
  image_vision_calls: {
    from: ['image', 'vision'],
    partOf: 'tool_call_count',
    note: 'images made or viewed',
    unit: ['{n} image or vision call', '{n} image or vision calls'],
  },
  tts_calls: {
    from: ['tts', 'text_to_speech'],
    partOf: 'tool_call_count',
    note: 'texts read aloud',
    unit: ['{n} text spoken', '{n} texts spoken'],
  },
  skill_events: {
    from: ['skill'],
    note: 'skills used or mentioned',
    unit: ['{n} skill event', '{n} skill events'],
  },
  skill_manage_events: {
    from: ['skill_manage'],
    note: 'skills changed',
    unit: ['{n} change of a skill', '{n} changes of skills'],
  },
  memory_events: {
    from: ['memory', 'mnemosyne'],
    note: 'memory calls',
    unit: ['{n} memory call', '{n} memory calls'],
  },
  memory_write_events: {
    from: ['mnemosyne_remember', 'memory'],
    note: 'memories written',
    unit: ['{n} thing remembered', '{n} things remembered'],
  },
  files_touched_count: { from: 'session', note: 'different file paths; none of them is sent' },
  error_count: { from: 'session', partOf: 'message_count', note: 'messages with an error' },
  port_conflict_events: {
    from: 'flag',
    note: '1 if a port was in use',
    unit: ['{n} session with a port in use', '{n} sessions with a port in use'],
  },
  traceback_events: {
    from: 'text',
    note: 'tracebacks and exceptions',
    unit: ['{n} traceback or exception', '{n} tracebacks or exceptions'],
  },
  log_read_events: {
    from: 'text',
    note: 'mentions of logs',
    unit: ['{n} mention of logs', '{n} mentions of logs'],
  },
  permission_denied_events: {
    from: 'text',
    note: 'permissions denied',
    unit: ['{n} permission denied', '{n} permissions denied'],
  },
  install_error_events: {
    from: 'flag',
    note: '1 if an installation hit an error',
    unit: ['{n} installation with an error', '{n} installations with an error'],
  },
  install_success_events: {
    from: 'flag',
    note: '1 if an installation succeeded',
    unit: ['{n} installation that succeeded', '{n} installations that succeeded'],
  },
  restart_after_error_events: {
    from: 'flag',
    note: '1 if something was restarted after an error',
    unit: ['{n} restart after an error', '{n} restarts after an error'],
  },
  env_var_error_events: {
    from: 'text',
    note: 'mentions of missing settings and credentials',
    unit: ['{n} mention of a missing setting', '{n} mentions of missing settings'],
  },
  yaml_error_events: {
    from: 'text',
    note: 'mentions of YAML and parse errors',
    unit: ['{n} mention of YAML gone wrong', '{n} mentions of YAML gone wrong'],
  },
  docker_conflict_events: {
    from: 'text',
    note: 'container conflicts',
    unit: ['{n} conflict over a container’s name', '{n} conflicts over a container’s name'],
  },
  frontend_activity_events: {
    from: 'text',
    note: 'mentions of frontend work',
    unit: ['{n} mention of frontend work', '{n} mentions of frontend work'],
  },
  css_activity_events: {
    from: 'text',
    note: 'mentions of styling',
    unit: ['{n} mention of styling', '{n} mentions of styling'],
  },
  git_events: { from: 'text', note: 'Git commands', unit: ['{n} Git command', '{n} Git commands'] },
  tiny_patch_after_errors_events: {
    from: 'flag',
    note: '1 if many errors ended in a tiny fix',
    unit: [
      '{n} session that ended in a tiny fix after many errors',
      '{n} sessions that ended in a tiny fix after many errors',
    ],
  },
  context_events: {
    from: 'text',
    note: 'mentions of context and tokens',
    unit: ['{n} mention of context', '{n} mentions of context'],
  },
  gateway_events: {
    from: 'text',
    note: 'mentions of gateways and chat services',
    unit: ['{n} mention of the gateway', '{n} mentions of the gateway'],
  },
  plugin_events: {
    from: 'text',
    note: 'mentions of plugins',
    unit: ['{n} mention of plugins', '{n} mentions of plugins'],
  },
  rollback_events: {
    from: 'text',
    note: 'mentions of rollbacks and checkpoints',
    unit: ['{n} mention of a rollback', '{n} mentions of rollbacks'],
  },
  docs_activity_events: {
    from: 'text',
    note: 'mentions of documentation',
    unit: ['{n} mention of documentation', '{n} mentions of documentation'],
  },
  model_events: {
    from: 'text',
    note: 'mentions of models and providers',
    unit: ['{n} mention of a model', '{n} mentions of models'],
  },
  openrouter_events: {
    from: 'text',
    note: 'mentions of OpenRouter',
    unit: ['{n} mention of OpenRouter', '{n} mentions of OpenRouter'],
  },
  codex_events: {
    from: 'text',
    note: 'mentions of Codex',
    unit: ['{n} mention of Codex', '{n} mentions of Codex'],
  },
  claude_events: {
    from: 'text',
    note: 'mentions of Claude',
    unit: ['{n} mention of Claude', '{n} mentions of Claude'],
  },
  gemini_events: {
    from: 'text',
    note: 'mentions of Gemini',
    unit: ['{n} mention of Gemini', '{n} mentions of Gemini'],
  },
  local_model_events: {
    from: 'text',
    note: 'mentions of local models',
    unit: ['{n} mention of local models', '{n} mentions of local models'],
  },
  toolset_events: {
    from: 'text',
    note: 'mentions of toolsets',
    unit: ['{n} mention of a toolset', '{n} mentions of toolsets'],
  },
  config_events: {
    from: 'text',
    note: 'mentions of configuration files',
    unit: ['{n} mention of a configuration file', '{n} mentions of configuration files'],
  },
  git_history_events: {
    from: 'text',
    note: 'Git commands on history and branches',
    unit: ['{n} Git command on history', '{n} Git commands on history'],
  },
  test_events: {
    from: 'text',
    note: 'mentions of tests',
    unit: ['{n} mention of tests', '{n} mentions of tests'],
  },
  screenshot_events: {
    from: 'text',
    note: 'mentions of screenshots and pictures',
    unit: ['{n} mention of a screenshot', '{n} mentions of screenshots'],
  },
  release_events: {
    from: 'text',
    note: 'mentions of releases',
    unit: ['{n} mention of a release', '{n} mentions of releases'],
  },
  cache_events: { from: 'text', note: 'cache hits', unit: ['{n} cache hit', '{n} cache hits'] },
} as const satisfies Record<string, Stat>

export type CountedStat = keyof typeof STATS

interface Metric {
  /** The metric is the maximum of this stat over sessions. */
  max?: CountedStat
  /** The metric is the sum of this stat over sessions. */
  sum?: CountedStat
  unit: Unit
}

/**
 * The metrics of achievements in order, followed by the sums that share their stat's name. Entries without `max` and
 * `sum` are counted by aggregate.ts itself.
 */
export const METRICS = {
  session_count: { unit: ['{n} session', '{n} sessions'] },
  distinct_model_count: { unit: ['{n} different model', '{n} different models'] },
  distinct_provider_count: { unit: ['{n} different provider', '{n} different providers'] },
  local_model_chat_sessions: { unit: ['{n} session on a local model', '{n} sessions on a local model'] },
  weekend_sessions: { unit: ['{n} weekend session', '{n} weekend sessions'] },
  night_sessions: { unit: ['{n} night session', '{n} night sessions'] },
  max_tool_calls_in_session: {
    max: 'tool_call_count',
    unit: ['{n} tool call in one session', '{n} tool calls in one session'],
  },
  max_distinct_tools_in_session: {
    max: 'distinct_tool_count',
    unit: ['{n} different tool in one session', '{n} different tools in one session'],
  },
  max_messages_in_session: {
    max: 'message_count',
    unit: ['{n} message in one session', '{n} messages in one session'],
  },
  max_terminal_calls_in_session: {
    max: 'terminal_calls',
    unit: ['{n} terminal call in one session', '{n} terminal calls in one session'],
  },
  max_file_tool_calls_in_session: {
    max: 'file_tool_calls',
    unit: ['{n} file tool call in one session', '{n} file tool calls in one session'],
  },
  max_web_calls_in_session: {
    max: 'web_calls',
    unit: ['{n} web call in one session', '{n} web calls in one session'],
  },
  max_web_browser_calls_in_session: {
    max: 'web_browser_calls',
    unit: ['{n} web or browser call in one session', '{n} web or browser calls in one session'],
  },
  max_files_touched_in_session: {
    max: 'files_touched_count',
    unit: ['{n} different file in one session', '{n} different files in one session'],
  },
  total_errors: { sum: 'error_count', unit: ['{n} message with an error', '{n} messages with an error'] },
  total_tool_calls: { sum: 'tool_call_count', unit: ['{n} tool call', '{n} tool calls'] },
  total_terminal_calls: { sum: 'terminal_calls', unit: ['{n} terminal call', '{n} terminal calls'] },
  total_web_calls: { sum: 'web_calls', unit: ['{n} web call', '{n} web calls'] },
  total_web_extract_calls: {
    sum: 'web_extract_calls',
    unit: ['{n} page extraction', '{n} page extractions'],
  },
  total_patch_calls: { sum: 'patch_calls', unit: ['{n} patch', '{n} patches'] },
  total_file_reads_searches: {
    sum: 'file_reads_searches',
    unit: ['{n} file read or search', '{n} file reads or searches'],
  },
  total_delegate_calls: { sum: 'delegate_calls', unit: ['{n} delegated task', '{n} delegated tasks'] },
  total_process_calls: { sum: 'process_calls', unit: ['{n} process call', '{n} process calls'] },
  total_cron_calls: { sum: 'cron_calls', unit: ['{n} cron call', '{n} cron calls'] },
} as const satisfies Record<string, Metric>

/** The keys of the rows that have these columns. */
type KeysWith<Table, Columns> = {
  [Key in keyof Table]: Table[Key] extends Columns ? Key : never
}[keyof Table]

export type StatFrom<From extends Source> = KeysWith<typeof STATS, { from: From }>
export type ToolStat = StatFrom<readonly string[]>
export type MaximumMetric = KeysWith<typeof METRICS, { max: CountedStat }>
export type OwnNameSum = KeysWith<typeof STATS, { unit: Unit }>
export type RenamedSum = KeysWith<typeof METRICS, { sum: CountedStat }>
export type SumMetric = RenamedSum | OwnNameSum
export type AggregateMetric = keyof typeof METRICS | OwnNameSum

export const COUNTED_STATS = keysOf(STATS)

/** Maximum over sessions ← stat. */
export const SESSION_MAXIMA: Readonly<Record<MaximumMetric, CountedStat>> = recordOf(
  keysOf(METRICS).filter((metric): metric is MaximumMetric => 'max' in METRICS[metric]),
  (metric) => METRICS[metric].max,
)
