import {
  ANY_SPACES,
  EDGE,
  nameBefore,
  oneOf,
  onOneLine,
  optional,
  type Pattern,
  type Sequence,
  SOME_SPACES,
  sequence,
  word,
  wordEnd,
  wordStart,
} from './pattern.ts'
import type { StatFrom } from './stats.ts'

/**
 * What counts in the text of messages. Of several patterns in a row, the first that matches at a place wins, and the
 * next match begins after it. pattern.ts defines the notation.
 */

const git = (...verbs: string[]): Sequence => sequence(EDGE, 'git', SOME_SPACES, oneOf(...verbs))

/** Something went wrong. Counted by message, not by match. */
export const ERROR: Sequence = word(
  'error',
  'failed',
  'failure',
  'traceback',
  'exception',
  'permission denied',
  'not found',
  'eaddrinuse',
  'already in use',
  'timed out',
  'blocked',
)

/** Words beginning with `skill`, in the lower-cased text (see `plainLowerCase`). */
export const SKILL: Sequence = wordStart('skill')

/** Signals of which only the presence in a session matters. */
export const FLAGS = {
  port_conflict: [
    onOneLine(
      [word('3000', '5173', '8000', '8080', '9119')],
      [word('in use', 'already', 'taken', 'eaddrinuse')],
    ),
    word('eaddrinuse'),
  ],
  install: [onOneLine([word('npm', 'pnpm', 'yarn', 'pip', 'uv')], [word('install', 'add')])],
  success: [
    word(
      'success',
      'passed',
      'built',
      'compiled',
      'done',
      sequence('exit_code', optional('"', "'"), ANY_SPACES, oneOf(':', '='), ANY_SPACES, '0'),
      'verified',
      'ok',
    ),
  ],
  restart: [wordStart('restart'), 'reload', 'kill', wordEnd('start')],
  tiny_patch: ['one character', 'single character', 'typo'],
} as const satisfies Record<string, readonly Pattern[]>

/** Signals whose every match counts. */
export const COUNTS = {
  background_starts: [sequence('background', ANY_SPACES, '=', ANY_SPACES, 'true')],
  traceback_events: ['traceback', 'exception'],
  log_read_events: ['gateway.log', 'errors.log', 'agent.log', '/api/logs', word('logs')],
  permission_denied_events: ['permission denied', 'eacces', 'operation not permitted'],
  env_var_error_events: [
    onOneLine(['missing '], ['env']),
    'api key',
    'environment variable',
    'not configured',
    'unauthorized',
    'auth',
  ],
  yaml_error_events: ['yaml', 'yml', 'colon', 'parse error'],
  docker_conflict_events: [
    onOneLine(['docker'], ['name', 'container'], ['already']),
    'container name conflict',
    'conflict. the container',
  ],
  frontend_activity_events: ['.css', '.svg', '.tsx', '.jsx', 'frontend', 'tailwind', 'react'],
  css_activity_events: ['.css', 'tailwind', 'style', 'classname', 'visual'],
  git_events: [git('commit', 'push', 'merge', 'rebase', 'status', 'diff')],
  context_events: ['compress', 'context window', 'token', 'cache'],
  gateway_events: ['gateway', 'discord', 'telegram', 'slack', 'api_server'],
  plugin_events: ['plugin', 'dashboard-plugins', '__hermes_plugin', 'manifest.json'],
  rollback_events: ['rollback', 'checkpoint'],
  docs_activity_events: ['docs', 'documentation', 'docusaurus', 'readme'],
  model_events: [
    'model',
    'provider',
    'openrouter',
    'codex',
    'gemini',
    'claude',
    'anthropic',
    'openai',
    'mistral',
    'qwen',
    'deepseek',
    'llama',
    'ollama',
    'vllm',
    'gguf',
  ],
  openrouter_events: ['openrouter'],
  codex_events: ['codex'],
  claude_events: ['claude', 'anthropic'],
  gemini_events: ['gemini', 'google ai', 'google model'],
  local_model_events: [
    'ollama',
    'llama.cpp',
    'gguf',
    'vllm',
    'local model',
    'open-weight',
    'open weight',
    'open weights',
  ],
  toolset_events: ['toolset', 'enabled_toolsets', 'browser tool', 'terminal tool', 'file tool', 'web tool'],
  config_events: [
    'config.yaml',
    'config.yml',
    nameBefore('config.js', 'config.ts', 'config.json', 'config.yaml', 'config.yml'),
    wordEnd('.env'),
    'manifest.json',
    'settings.json',
    'pyproject.toml',
    'package.json',
  ],
  git_history_events: [
    git('rebase', 'merge', 'fetch', 'pull', 'push', 'tag', 'checkout'),
    'merge conflict',
    sequence('conflict', ANY_SPACES, '('),
    'rebase --continue',
  ],
  test_events: [
    'pytest',
    'unittest',
    'vitest',
    'playwright',
    'npm test',
    'pnpm test',
    'node --check',
    'py_compile',
    'test passed',
    'tests passed',
    word('ok'),
  ],
  screenshot_events: ['screenshot', 'playwright', 'vision_analyze', 'browser_vision', '.png', 'image data'],
  release_events: [
    sequence(EDGE, 'git', SOME_SPACES, 'tag'),
    'release',
    'version bump',
    'changelog',
    'publish',
    // Kept as it has always been counted: not `push tag`, but `pushe tag`.
    sequence('pushe', optional('d'), ' tag'),
  ],
  cache_events: ['cache hit', 'prompt caching', 'cache_read'],
} as const satisfies Record<StatFrom<'text'> | 'background_starts', readonly Pattern[]>

export type FlagSignal = keyof typeof FLAGS
export type CountSignal = keyof typeof COUNTS
