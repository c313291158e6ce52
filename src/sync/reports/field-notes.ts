import type { ReportedSession } from '../../contract/reports.ts'
import type { CountedStat } from '../../engine/types.ts'

/** What each field of a reported session is, for those whose session it is. One or two sentences each. */
export const FIELD_NOTES: Readonly<Record<keyof ReportedSession, string>> = {
  id: 'A name that means nothing to others: the session’s id, hashed with a key that stays with you.',
  fingerprint: 'Tells whether the session has changed since the last time. Hashed with the same key.',
  started_at:
    'When it began, to the minute, in Unix seconds. Nights, weekends and active days are told by it.',
  model:
    'The model and its provider, hashed without a key, so that the same model counts once on every page. Who knows ' +
    'a model’s name can tell whether it is that one.',
  title: 'The session’s title. Only when you choose to send titles; nobody but you is shown it.',
  record:
    'What your session lists and insights are made of: times, tokens, costs, names of models, tools and skills, its ' +
    'title, its id and how it begins. Only when you choose to send it; nobody but you is shown it.',
  counts: 'How often things occurred. What did not occur is left out.',
}

/** What each count counts. */
export const COUNT_NOTES: Readonly<Record<CountedStat, string>> = {
  message_count: 'messages',
  tool_call_count: 'calls of tools',
  distinct_tool_count: 'different tools',
  terminal_calls: 'calls of the terminal',
  web_calls: 'web searches and pages read',
  web_extract_calls: 'web pages read',
  browser_calls: 'calls of the browser',
  web_browser_calls: 'calls of web and browser together',
  patch_calls: 'patches',
  file_reads_searches: 'files read and searched',
  file_tool_calls: 'files read, written, patched and searched',
  delegate_calls: 'tasks handed to other agents',
  process_calls: 'processes, those in the background included',
  cron_calls: 'scheduled jobs',
  image_vision_calls: 'images made or looked at',
  tts_calls: 'texts spoken',
  skill_events: 'skills used or mentioned',
  skill_manage_events: 'skills changed',
  memory_events: 'calls of memory',
  memory_write_events: 'things remembered',
  files_touched_count: 'different file paths; none of them is sent',
  error_count: 'messages with an error',
  port_conflict_events: '1 when a port was taken',
  traceback_events: 'tracebacks and exceptions',
  log_read_events: 'logs looked at',
  permission_denied_events: 'permissions denied',
  install_error_events: '1 when an installation met an error',
  install_success_events: '1 when an installation succeeded',
  restart_after_error_events: '1 when something was restarted after an error',
  env_var_error_events: 'mentions of missing settings and credentials',
  yaml_error_events: 'mentions of YAML and parse errors',
  docker_conflict_events: 'conflicts of containers',
  frontend_activity_events: 'mentions of frontend work',
  css_activity_events: 'mentions of styling',
  git_events: 'Git commands',
  tiny_patch_after_errors_events: '1 when many errors ended in a tiny fix',
  context_events: 'mentions of context and tokens',
  gateway_events: 'mentions of gateways and chat services',
  plugin_events: 'mentions of plugins',
  rollback_events: 'mentions of rollbacks and checkpoints',
  docs_activity_events: 'mentions of documentation',
  model_events: 'mentions of models and providers',
  openrouter_events: 'mentions of OpenRouter',
  codex_events: 'mentions of Codex',
  claude_events: 'mentions of Claude',
  gemini_events: 'mentions of Gemini',
  local_model_events: 'mentions of local models',
  toolset_events: 'mentions of toolsets',
  config_events: 'mentions of configuration files',
  git_history_events: 'Git commands on history and branches',
  test_events: 'mentions of tests',
  screenshot_events: 'mentions of screenshots and pictures',
  release_events: 'mentions of releases',
  cache_events: 'cache hits',
}
