import type { TemplateExample } from '../contract/session-templates.ts'
import { messageText } from '../engine/message-text.ts'
import type { Content, Json, Message } from '../engine/types.ts'
import { tooLarge } from './template.ts'
import { toolCallsIn } from './tool-calls.ts'

/** A message, with the call that it answers if it is a tool's. */
export interface OpeningMessage extends Message {
  toolCallId: string | null
}

/** The part of a history that templates need: the messages of a session that count, in order. */
export interface OpeningReader {
  readMessages(
    sessionId: string,
    visit: (message: OpeningMessage) => void,
    options?: { enough?(): boolean },
  ): Promise<boolean>
}

/** Number of messages read from the start of a session. */
export const OPENING_MESSAGES = 100

export interface ExtractionLimits {
  maxExamples: number
  /** Maximum size of the examples. Unit: bytes, approximately. */
  maxBytes: number
}

interface Call {
  id: string | null
  /** Null for calls beyond the limit, which still consume their answers. */
  example: TemplateExample | null
}

/**
 * Collects the assistant's calls and their answers, message by message. An answer belongs to the call that it names, if
 * both have an id, else to the first call without one.
 */
export class Extraction {
  readonly #limits: ExtractionLimits
  readonly #examples: TemplateExample[] = []
  #unanswered: Call[] = []
  #messages = 0
  #bytes = 0

  constructor(limits: ExtractionLimits) {
    this.#limits = limits
  }

  /**
   * Adds the session's next message.
   * @throws LaurelError `template_too_large`
   */
  message({ role, content, toolCalls, toolCallId }: OpeningMessage): void {
    if (this.done) return
    this.#messages++
    if (role === 'assistant') this.#calls(toolCalls?.toString() ?? null)
    else if (role === 'tool') this.#answer(content, toolCallId || null)
  }

  /** Whether later messages cannot change the result. */
  get done(): boolean {
    if (this.#messages >= OPENING_MESSAGES) return true
    const full = this.#examples.length >= this.#limits.maxExamples
    return full && this.#unanswered.every(({ example }) => example === null)
  }

  finish(): TemplateExample[] {
    return this.#examples
  }

  #calls(column: string | null): void {
    for (const { id, name, arguments: given } of toolCallsIn(column)) {
      if (this.#examples.length >= this.#limits.maxExamples) {
        this.#unanswered.push({ id, example: null })
        continue
      }
      const example = { tool_name: name, arguments: given, result: '' }
      this.#take(JSON.stringify(given))
      this.#examples.push(example)
      this.#unanswered.push({ id, example })
    }
  }

  #answer(content: Content, toolCallId: string | null): void {
    const named = this.#unanswered.find(({ id }) => id !== null && id === toolCallId)
    const call = named ?? this.#unanswered.find(({ id }) => id === null || toolCallId === null)
    if (call === undefined) return
    this.#unanswered = this.#unanswered.filter((other) => other !== call)
    if (call.example === null) return
    call.example.result = resultOf(content)
    this.#take(call.example.result)
  }

  #take(text: string): void {
    this.#bytes += text.length
    if (this.#bytes > this.#limits.maxBytes) throw tooLarge(this.#limits.maxBytes)
  }
}

/**
 * Returns the examples at the start of a session; none if there is no such session. Reads no further than necessary.
 */
export async function extractExamples(
  reader: OpeningReader,
  sessionId: string,
  limits: ExtractionLimits,
): Promise<TemplateExample[]> {
  const extraction = new Extraction(limits)
  await reader.readMessages(sessionId, (message) => extraction.message(message), {
    enough: () => extraction.done,
  })
  return extraction.finish()
}

/** Returns the text of an answer. For one in parts: their texts, and the type of parts without text. */
function resultOf(content: Content): string {
  if (!Array.isArray(content)) return messageText(content).toString()
  return content.map(partText).join('\n')
}

function partText(part: Json): string {
  if (!(part instanceof Map)) return messageText(part).toString()
  const [text, type] = [part.get('text'), part.get('type')]
  if (typeof text === 'string') return text
  return `[${typeof type === 'string' ? type : 'attachment'}]`
}
