import { EarliestOpening } from './earliest-opening.ts'
import { flattenString } from './flatten-string.ts'
import { parseJson } from './json-parse.ts'
import { NAME_LENGTH_MAX, NAMES_MAX } from './limits.ts'
import { openingOf, previewOf } from './preview.ts'
import type { SessionFacts } from './session-columns.ts'
import type { SessionRecord, SkillUse, ToolUse } from './session-record.ts'
import { calledFunctions } from './tool-calls.ts'
import type { Json, Message } from './types.ts'
import { stripped } from './white-space.ts'

const SKILL_COUNTS: Readonly<Record<string, 'view_count' | 'manage_count'>> = {
  skill_view: 'view_count',
  skill_manage: 'manage_count',
}

/** Counts what the messages of a session use, in order. Tools and skills beyond `NAMES_MAX` are left out. */
export class UseTally {
  readonly #tools = new Map<string, ToolUse>()
  readonly #skills = new Map<string, SkillUse>()
  /** From the first user message, or the earliest eligible one: see `Message.preview`. */
  #opening: string | null = null
  readonly #earliest = new EarliestOpening()
  #user = 0
  #assistant = 0
  #tool = 0

  /**
   * Adds a message.
   * @param functions the result of `calledFunctions`, if already known
   */
  message(message: Message, functions: readonly string[] = calledFunctions(message.toolCalls)): void {
    const { role, toolName, counts } = message
    if (role === 'user') this.#takeOpening(message)
    if (counts === 'none') return
    if (role === 'user') {
      this.#user++
    } else if (role === 'tool') {
      this.#tool++
      if (toolName !== null && toolName !== '') this.#addTool(toolName, 'rows')
    } else if (role === 'assistant') {
      this.#assistant++
      for (const name of functions) this.#addTool(name, 'calls')
      if (functions.some((name) => Object.hasOwn(SKILL_COUNTS, name))) this.#addSkills(message)
    }
  }

  /** Returns the record of the session with these facts. The next message begins another session. */
  finish(facts: SessionFacts): SessionRecord {
    const record = {
      ...facts,
      preview: this.#opening === null ? this.#earliest.preview() : previewOf(this.#opening),
      user_messages: this.#user,
      assistant_messages: this.#assistant,
      tool_messages: this.#tool,
      tools: [...this.#tools.values()],
      skills: [...this.#skills.values()],
    }
    this.#opening = null
    this.#earliest.clear()
    this.#user = 0
    this.#assistant = 0
    this.#tool = 0
    this.#tools.clear()
    this.#skills.clear()
    return record
  }

  #takeOpening(message: Message): void {
    const { content, preview } = message
    if (preview !== undefined) this.#earliest.message(message)
    else if (this.#opening === null && content !== null) this.#opening = openingOf(content)
  }

  #addTool(name: string, how: 'rows' | 'calls'): void {
    const use = kept(this.#tools, name, (tool) => ({ tool, rows: 0, calls: 0 }))
    if (use !== null) use[how]++
  }

  #addSkills({ toolCalls, timestamp = null }: Message): void {
    const calls = parsedOrNull(toolCalls?.toString() ?? '')
    for (const call of Array.isArray(calls) ? calls : []) {
      const called = call instanceof Map ? call.get('function') : null
      if (!(called instanceof Map)) continue
      const tool = called.get('name')
      if (typeof tool !== 'string' || !Object.hasOwn(SKILL_COUNTS, tool)) continue
      const given = called.get('arguments') ?? null
      const named = typeof given === 'string' ? parsedOrNull(given) : given
      const name = named instanceof Map ? named.get('name') : null
      if (typeof name !== 'string' || stripped(name) === '') continue
      const nothing = { view_count: 0, manage_count: 0, last_used_at: null }
      const use = kept(this.#skills, name, (skill): SkillUse => ({ skill, ...nothing }))
      if (use === null) continue
      use[SKILL_COUNTS[tool] ?? 'view_count']++
      if (timestamp !== null) use.last_used_at = Math.max(use.last_used_at ?? timestamp, timestamp)
    }
  }
}

/** Returns the entry of a name; null if no more names are kept. */
function kept<Use>(uses: Map<string, Use>, name: string, fresh: (name: string) => Use): Use | null {
  const known = uses.get(name)
  if (known !== undefined) return known
  if (uses.size >= NAMES_MAX || name.length > NAME_LENGTH_MAX) return null
  const own = flattenString(name)
  const use = fresh(own)
  uses.set(own, use)
  return use
}

function parsedOrNull(text: string): Json {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
