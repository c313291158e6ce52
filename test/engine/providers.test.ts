import { describe, expect, it } from 'vitest'
import { isLocalModel, namesModel, providerOf } from '../../src/engine/providers.ts'

describe('the provider of a model', () => {
  it.each([
    ['Google/PaLM', 'google'],
    ['http://127.0.0.1:8080/v1', 'http:'],
    ['my-gemini-2.0', 'google'],
    ['openrouter-claude', 'openrouter'],
    ['gpt-4-by-openai-on-groq', 'openai'],
    [' GPT-4 ', 'gpt'],
    ['x:y-z', 'x'],
    ['a-b:c', 'a'],
    ['plain', 'plain'],
    ['\u001c\u0085Plain\u2003', 'plain'],
    ['\ufeffplain', '\ufeffplain'],
  ])('%j is %j', (model, provider) => expect(providerOf(model)).toBe(provider))

  it.each(['', '  ', 'None', ' none\n', '/x', ':x', '-x'])('%j has none', (model) =>
    expect(providerOf(model)).toBeNull(),
  )
})

it('counts every name as a model but the empty one and None as written', () => {
  expect(['', 'None', 'none', ' ', 'm'].map(namesModel)).toEqual([false, false, true, true, true])
})

it.each([
  'Ollama/x',
  'llama.cpp:foo',
  'http://localhost/v1',
  'LOCAL/qwen',
  'local:x',
  'x.gguf',
  'vllm-local-7b',
])('takes %s for a local model', (model) => expect(isLocalModel(model)).toBe(true))

it.each(['vllm', 'local-x', 'llama-3', 'locals'])('does not take %s for a local model', (model) =>
  expect(isLocalModel(model)).toBe(false),
)
