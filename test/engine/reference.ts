/**
 * The text signals again, as plain regular expressions over the whole joined text: slow on hostile lines, and close to
 * the wording of the definition. The matcher must give the same results.
 */

const WORD = '[\\p{L}\\p{N}_]'
const BOUNDARY = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`
const SPACE =
  '[ \\t\\n\\v\\f\\r\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'

const LETTERS: Record<string, string> = { s: '[sSſ]', k: '[kK\u212a]', i: '[iIİı]' }

/** Converts a regular expression to JavaScript, with caseless letters and Unicode classes. */
function unicode(source: string): RegExp {
  const translated = source.replace(/\[a-z0-9_-\]|\\[bs]|\\.|\.|[a-z]/g, (token) => {
    if (token === '[a-z0-9_-]') return '[a-zA-Z0-9_\\-ſ\u212aİı]'
    if (token === '\\b') return BOUNDARY
    if (token === '\\s') return SPACE
    if (token === '.') return '[^\\n]'
    return /^[a-z]$/.test(token) ? (LETTERS[token] ?? `[${token}${token.toUpperCase()}]`) : token
  })
  return new RegExp(translated, 'gu')
}

const ERROR =
  '\\b(?:error|failed|failure|traceback|exception|permission denied|not found|eaddrinuse|already in use|timed out|blocked)\\b'

export const COUNTED: Record<string, string> = {
  background_starts: 'background\\s*=\\s*true',
  traceback_events: 'traceback|exception',
  log_read_events: 'gateway\\.log|errors\\.log|agent\\.log|\\/api\\/logs|\\blogs\\b',
  permission_denied_events: 'permission denied|eacces|operation not permitted',
  env_var_error_events: 'missing .*env|api key|environment variable|not configured|unauthorized|auth',
  yaml_error_events: 'yaml|yml|colon|parse error',
  docker_conflict_events:
    'docker.*(?:name|container).*already|container name conflict|conflict\\. the container',
  frontend_activity_events: '\\.css|\\.svg|\\.tsx|\\.jsx|frontend|tailwind|react',
  css_activity_events: '\\.css|tailwind|style|classname|visual',
  git_events: '\\bgit\\s+(?:commit|push|merge|rebase|status|diff)',
  context_events: 'compress|context window|token|cache',
  gateway_events: 'gateway|discord|telegram|slack|api_server',
  plugin_events: 'plugin|dashboard-plugins|__hermes_plugin|manifest\\.json',
  rollback_events: 'rollback|checkpoint',
  docs_activity_events: 'docs|documentation|docusaurus|readme',
  model_events:
    'model|provider|openrouter|codex|gemini|claude|anthropic|openai|mistral|qwen|deepseek|llama|ollama|vllm|gguf',
  openrouter_events: 'openrouter',
  codex_events: 'codex',
  claude_events: 'claude|anthropic',
  gemini_events: 'gemini|google ai|google model',
  local_model_events: 'ollama|llama\\.cpp|gguf|vllm|local model|open(?: |-)weight|open weights',
  toolset_events: 'toolset|enabled_toolsets|browser tool|terminal tool|file tool|web tool',
  config_events:
    'config\\.ya?ml|\\b[a-z0-9_-]+config\\.(?:js|ts|json|ya?ml)|\\.env(?:\\b|\\.)|manifest\\.json|settings\\.json|pyproject\\.toml|package\\.json',
  git_history_events:
    '\\bgit\\s+(?:rebase|merge|fetch|pull|push|tag|checkout)|merge conflict|conflict\\s*\\(|rebase --continue',
  test_events:
    'pytest|unittest|vitest|playwright|npm test|pnpm test|node --check|py_compile|tests? passed|\\bok\\b',
  screenshot_events: 'screenshot|playwright|vision_analyze|browser_vision|\\.png|image data',
  release_events: '\\bgit\\s+tag|release|version bump|changelog|publish|pushed? tag',
  cache_events: 'cache hit|prompt caching|cache_read',
}

const FLAGGED: Record<string, string> = {
  port_conflict:
    '\\b(?:port )?(?:3000|5173|8000|8080|9119)\\b.*\\b(?:in use|already|taken|eaddrinuse)\\b|\\beaddrinuse\\b',
  install: '\\b(?:npm|pnpm|yarn|pip|uv)\\b.*\\b(?:install|add)\\b',
  success: `\\b(?:success|passed|built|compiled|done|exit_code["']?\\s*[:=]\\s*0|verified|ok)\\b`,
  restart: '\\brestart|reload|kill|start\\b',
  tiny_patch: 'one character|single character|typo',
}

const compiled = (sources: Record<string, string>) =>
  Object.entries(sources).map(([signal, source]) => [signal, unicode(source)] as const)
const error = unicode(ERROR)
const counted = compiled(COUNTED)
const flagged = compiled(FLAGGED)
const skill = new RegExp(`${BOUNDARY}skill`, 'gu')

const matches = (regex: RegExp, text: string) => text.match(regex)?.length ?? 0

/** Returns the figures of message texts, as `TextMatcher` does. */
export function referenceFigures(texts: string[]) {
  const text = texts.join('\n')
  return {
    counts: Object.fromEntries(counted.map(([signal, regex]) => [signal, matches(regex, text)])),
    flags: Object.fromEntries(flagged.map(([signal, regex]) => [signal, matches(regex, text) > 0])),
    errorMessages: texts.filter((message) => matches(error, message) > 0).length,
    skillWords: matches(skill, text.toLowerCase()),
  }
}

/** Returns the distinct file paths of a text, by the plain regular expression. */
export function referencePaths(text: string): string[] {
  const paths =
    /(?:\/home\/|~\/?|\.\/|\/mnt\/)[\p{L}\p{N}_./-]+\.(?:py|js|ts|tsx|jsx|css|html|md|json|yaml|yml|svg|sql|sh)/gu
  return [...new Set(text.match(paths) ?? [])].sort()
}
