import type { ChatMessage, SessionTemplate, TemplateExample } from '../contract/session-templates.ts'
import { argumentsText } from './json-text.ts'

type Inserted = Pick<SessionTemplate, 'name' | 'type' | 'examples'>

/**
 * Returns the messages with the template's examples after the leading system messages, in the format of OpenAI's Chat
 * Completions API. The given messages stay the same objects in the same order. A template without examples adds nothing.
 * @param as what introduces the examples: a system message, or what `prefillMessages` returns
 */
export function injectTemplate(
  template: Inserted,
  messages: readonly ChatMessage[],
  as: 'openai' | 'prefill' = 'openai',
): ChatMessage[] {
  const leading = messages.findIndex(({ role }) => role !== 'system')
  const head = leading === -1 ? messages.length : leading
  const own = as === 'openai' ? openAiMessages(template) : prefillMessages(template)
  return [...messages.slice(0, head), ...own, ...messages.slice(head)]
}

/** Returns a system message that introduces the examples, and for each a call and its answer. */
function openAiMessages({ name, type, examples }: Inserted): ChatMessage[] {
  if (examples.length === 0) return []
  const content = `Session template “${name}” (${type}): successful examples of tool calls follow, taken from an earlier session.`
  return [{ role: 'system', content }, ...calls(examples, null)]
}

/**
 * Returns the messages of a file for Hermes' `prefill_messages_file`, which it puts between its system prompt and the
 * conversation of every request. None of them is a system message: where requests have one system prompt, Hermes takes
 * the last such message for it and drops its own (hermes-agent issue 105370). The assistant ends them, since roles must
 * take turns.
 */
export function prefillMessages({ name, type, examples }: Inserted): ChatMessage[] {
  if (examples.length === 0) return []
  return [
    {
      role: 'user',
      content: `First see some tool calls that worked in an earlier session (template “${name}”, ${type}). They are examples, not part of this task.`,
    },
    ...calls(examples, ''),
    { role: 'assistant', content: 'I have seen the examples. What is the task?' },
  ]
}

/** Returns the template as text to put beside the first message of a session. */
export function contextText({ name, type, examples }: Inserted): string {
  return `These tool calls worked in an earlier session (template “${name}”, ${type}). They are examples, not part of this task.

${examples.map((example, index) => `${index + 1}. ${step(example)}`).join('\n')}`
}

/** Of a skill's description: what Hermes' own skills keep to. Unit: characters. */
const DESCRIPTION_MAX = 60

/** Returns the template as the SKILL.md of a skill of Hermes (agentskills.io), with the examples as its steps. */
export function skillText({ name, type, examples }: Inserted): string {
  const tools = [...new Set(examples.map(({ tool_name }) => inLine(tool_name)))].join(', ')
  const description = `Calls that worked (${type}): ${tools}`
  const short =
    description.length > DESCRIPTION_MAX ? `${description.slice(0, DESCRIPTION_MAX - 1)}…` : description
  return `---
name: ${name.toLowerCase().replace(/^[^a-z0-9]+/, '') || 'session-template'}
description: ${JSON.stringify(short)}
metadata:
  hermes:
    tags: [${type}]
---

# ${name}

## When to Use

For a task like the one these calls are from. They worked in an earlier session, in this order.

## Procedure

${examples.map((example, index) => `### ${index + 1}. ${step(example)}`).join('\n')}
## Verification

Each call should give an answer like the one shown. Paths, names and figures will be others.
`
}

function calls(examples: readonly TemplateExample[], content: '' | null): ChatMessage[] {
  return examples.flatMap((example, index): ChatMessage[] => {
    const id = `tpl_${index}`
    const call = { name: example.tool_name, arguments: argumentsText(example) }
    return [
      { role: 'assistant', content, tool_calls: [{ id, type: 'function', function: call }] },
      { role: 'tool', tool_call_id: id, content: example.result },
    ]
  })
}

function step(example: TemplateExample): string {
  return `${inLine(example.tool_name)}

${fenced(argumentsText(example), 'json')}

Answer:

${fenced(example.result, 'text')}
`
}

function inLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ')
}

/** Between fences longer than any in the text. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}
