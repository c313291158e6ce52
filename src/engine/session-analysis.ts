import { detached } from './detached.ts'
import { messageText } from './message-text.ts'
import { keysOf, recordOf } from './records.ts'
import { TextMatcher } from './text-matcher.ts'
import { textStats } from './text-stats.ts'
import { readToolCalls } from './tool-calls.ts'
import { TOOL_NEEDLES, type ToolStat } from './tool-needles.ts'
import type { Message, SessionHead, SessionStats } from './types.ts'

const TOOL_STATS = keysOf(TOOL_NEEDLES)
const NO_CALLS = recordOf(TOOL_STATS, () => 0)

/**
 * Analyses one session, message by message in their order: `message` for each, then `finish` once. Memory grows
 * with the distinct tools and file paths, not with the messages.
 */
export class SessionAnalysis {
  readonly #seenTools = new Set<string>()
  readonly #files = new Set<string>()
  readonly #text = new TextMatcher(this.#files)
  readonly #toolStats: Record<ToolStat, number> = { ...NO_CALLS }
  #messages = 0
  #calls = 0

  /** Takes the session's next message. */
  message(message: Message): void {
    this.#messages++
    if (message.toolName !== null && message.toolName !== '') {
      this.#seenTools.add(message.toolName)
      if (message.role !== 'tool') this.#call(message.toolName)
    }
    for (const name of readToolCalls(message.toolCalls, this.#files)) {
      if (!this.#seenTools.has(name)) this.#seenTools.add(detached(name))
      this.#call(name)
    }
    this.#text.message(messageText(message.content))
  }

  /** The session's stats. `head`: what its row says of it, which may be read before or after its messages. */
  finish(head: SessionHead): SessionStats {
    const tools = this.#toolStats
    const text = textStats(this.#text.finish())
    return {
      session_id: head.id,
      title: head.title,
      source: head.source,
      started_at: head.startedAt,
      last_active: head.lastActive,
      model_names: head.model === null || head.model === '' ? [] : [head.model],
      tool_names: [...this.#seenTools].sort(byCodePoint),
      message_count: this.#messages,
      tool_call_count: this.#calls,
      distinct_tool_count: this.#seenTools.size,
      files_touched_count: this.#files.size,
      ...tools,
      ...text.stats,
      web_browser_calls: tools.web_calls + tools.browser_calls,
      process_calls: tools.process_calls + text.backgroundStarts,
      skill_events: tools.skill_events + text.skillWords,
    }
  }

  #call(name: string): void {
    this.#calls++
    const lowered = name.toLowerCase()
    for (const stat of TOOL_STATS) {
      if (TOOL_NEEDLES[stat].some((needle) => lowered.includes(needle))) this.#toolStats[stat]++
    }
  }
}

/** Orders as Python does. UTF-16 code units order otherwise above U+FFFF. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)]
  for (const [index, character] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (character !== other) return (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0)
  }
  return left.length - right.length
}
