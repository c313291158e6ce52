import type { ChatMessage, SessionTemplate } from '../contract/session-templates.ts'

/**
 * The messages with the template's examples behind the system messages that they begin with: a system message that
 * says what follows, and for each example a call and its answer, as the Chat Completions API of OpenAI has them.
 * The given messages are the same ones, in their order. A template without examples adds nothing.
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
      const call = { name: example.tool_name, arguments: JSON.stringify(example.arguments) }
      return [
        { role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: call }] },
        { role: 'tool', tool_call_id: id, content: example.result },
      ]
    }),
    ...messages.slice(head),
  ]
}
