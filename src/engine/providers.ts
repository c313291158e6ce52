import { stripped } from './white-space.ts'

/** Names that identify a model's provider wherever they occur in the model's name; the first match wins. */
const PROVIDERS: readonly [contained: string, provider: string][] = [
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['google', 'google'],
  ['gemini', 'google'],
  ['mistral', 'mistral'],
  ['meta', 'meta'],
  ['qwen', 'qwen'],
  ['deepseek', 'deepseek'],
  ['xai', 'xai'],
  ['nous', 'nous'],
  ['ollama', 'ollama'],
  ['groq', 'groq'],
  ['openrouter', 'openrouter'],
  ['codex', 'codex'],
]

const LOCAL_MARKS = [
  'ollama',
  'llama.cpp',
  'localhost',
  '127.0.0.1',
  'local/',
  'local:',
  'gguf',
  'vllm-local',
] as const

/** A model in a report, `PROVIDER/MODEL` as digests: see src/scan/reported-model.ts. */
export const REPORTED_MODEL = /^(?:[0-9a-f]{16})?\/(?:local:)?[0-9a-f]{16}$/

/** Whether a model's name counts as a model. `None` is what Python writes for a missing one. */
export function namesModel(model: string): boolean {
  return model !== '' && model !== 'None'
}

/** Returns the provider that a model's name identifies, or null. */
export function providerOf(model: string): string | null {
  const name = normalised(model)
  if (name === '' || name === 'none') return null
  const slash = name.indexOf('/')
  if (slash !== -1) return name.slice(0, slash) || null
  const known = PROVIDERS.find(([contained]) => name.includes(contained))
  if (known !== undefined) return known[1]
  const [beforeColon = ''] = name.split(':', 1)
  const [beforeHyphen = ''] = beforeColon.split('-', 1)
  return beforeHyphen || null
}

/** Whether a model's name says that it runs on the user's own machine. */
export function isLocalModel(model: string): boolean {
  const name = normalised(model)
  return LOCAL_MARKS.some((mark) => name.includes(mark))
}

function normalised(model: string): string {
  return stripped(model).toLowerCase()
}
