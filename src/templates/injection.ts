import type { ChatMessage, SessionTemplate } from '../contract/session-templates.ts'
import { argumentsText } from './json-text.ts'

/**
 * Returns the messages with the template's examples after the leading system messages: a system message that introduces
 * them, and for each example a call and its answer, in the format of OpenAI's Chat Completions API. The given messages
 * stay the same objects in the same order. A template without examples adds nothing.
 */
export function injectTemplate(
  { name, type, examples }: Pick<SessionTemplate, 'name' | 'type' | 'examples'>,
  messages: readonly ChatMessage[],
): ChatMessage[] {
  if (examples.length === 0) return [...messages]
  const leading = messages.findIndex(({ role }) => role !== 'system')
  const head = leading === -1 ? messages.length : leading
  return [
    ...messages.slice(0, head),
    {
      role: 'system',
      content: `Session template “${name}” (${type}): successful examples of tool calls follow, taken from an earlier session.`,
    },
    ...examples.flatMap((example, index): ChatMessage[] => {
      const id = `tpl_${index}`
      const call = { name: example.tool_name, arguments: argumentsText(example) }
      return [
        { role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: call }] },
        { role: 'tool', tool_call_id: id, content: example.result },
      ]
    }),
    ...messages.slice(head),
  ]
}
