import { byCodePoint } from './code-points.ts'
import { flattenString } from './flatten-string.ts'
import { messageText } from './message-text.ts'
import { PathSet } from './path-set.ts'
import { zeros } from './records.ts'
import type { SessionFacts } from './session-columns.ts'
import type { SessionRecord } from './session-record.ts'
import { NO_STATS } from './session-stats.ts'
import type { ToolStat } from './stats.ts'
import { TextMatcher } from './text-matcher.ts'
import { addTextStats } from './text-stats.ts'
import { readToolCalls } from './tool-calls.ts'
import { TOOL_STATS, toolStatsOf } from './tool-stats.ts'
import type { Message, SessionStats } from './types.ts'
import type { UseTally } from './use-tally.ts'
import type { Utf8Text } from './utf8-text.ts'

type HeadColumn = 'id' | 'source' | 'model' | 'started_at' | 'last_active'

const NO_CALLS = zeros(TOOL_STATS)

/**
 * Analyses one session: call `message` for each message in order, then `finish` once. Reuse it for further sessions,
 * because a new instance costs more. Memory grows with the distinct tools and file paths, not with the messages.
 */
export class SessionAnalysis {
  readonly #seenTools = new Set<string>()
  readonly #files = new PathSet()
  readonly #text = new TextMatcher(this.#files)
  #toolStats: Record<ToolStat, number> = { ...NO_CALLS }
  readonly #uses: UseTally | null
  readonly #functions: string[] = []
  #messages = 0
  #calls = 0

  /** @param uses also counts what the messages use, for lists and insights */
  constructor(uses: UseTally | null = null) {
    this.#uses = uses
  }

  /** Adds the session's next message. */
  message(message: Message): void {
    const { counts } = message
    if (counts !== undefined && counts !== 'all') {
      this.#uses?.message(message, counts === 'none' ? [] : undefined)
      return
    }
    this.#messages++
    if (message.toolName !== null && message.toolName !== '') {
      this.#seenTools.add(message.toolName)
      if (message.role !== 'tool') this.#call(message.toolName)
    }
    if (message.toolCalls !== null) this.#toolCalls(message.toolCalls)
    this.#uses?.message(message, this.#functions)
    if (this.#functions.length > 0) this.#functions.length = 0
    this.#text.message(messageText(message.content))
  }

  /**
   * Returns the session's stats.
   * @param head values of its row, which may be read before or after its messages. `display_title`: its title, else its
   * preview, else `Untitled`.
   */
  finish(head: Pick<SessionFacts, HeadColumn> & { display_title: string }): SessionStats {
    const stats = { ...NO_STATS }
    stats.session_id = head.id
    stats.title = head.display_title
    stats.source = head.source
    stats.started_at = head.started_at
    stats.last_active = head.last_active
    stats.model_names = head.model === null || head.model === '' ? [] : [head.model]
    stats.tool_names = [...this.#seenTools].sort(byCodePoint)
    stats.message_count = this.#messages
    stats.tool_call_count = this.#calls
    stats.distinct_tool_count = this.#seenTools.size
    stats.files_touched_count = this.#files.size
    for (const stat of TOOL_STATS) stats[stat] = this.#toolStats[stat]
    stats.web_browser_calls = stats.web_calls + stats.browser_calls
    addTextStats(stats, this.#text.finish())
    this.#clear()
    return stats
  }

  /** Returns its record, from these facts; call before `finish`. Null if what messages use is not counted. */
  record(facts: () => SessionFacts): SessionRecord | null {
    return this.#uses?.finish(facts()) ?? null
  }

  #clear(): void {
    this.#seenTools.clear()
    this.#files.clear()
    this.#toolStats = { ...NO_CALLS }
    this.#messages = 0
    this.#calls = 0
  }

  #toolCalls(column: string | Utf8Text): void {
    for (const name of readToolCalls(column, this.#files, this.#functions)) {
      if (!this.#seenTools.has(name)) this.#seenTools.add(flattenString(name))
      this.#call(name)
    }
  }

  #call(name: string): void {
    this.#calls++
    for (const stat of toolStatsOf(name)) this.#toolStats[stat]++
  }
}
