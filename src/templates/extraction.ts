import type { TemplateExample } from '../contract/session-templates.ts'
import { messageText } from '../engine/message-text.ts'
import type { Content, Json, Message } from '../engine/types.ts'
import { CallLog } from './call-log.ts'
import { argumentsText } from './json-text.ts'
import { outcomeOf } from './outcome.ts'
import { type Redacted, redactExamples } from './redaction.ts'
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

export interface ExtractionOptions {
  maxExamples: number
  /** Maximum size of the examples. Unit: bytes, approximately. */
  maxBytes: number
  /** Maximum length of an answer; the rest is cut off. Unit: UTF-16 code units. */
  maxAnswer: number
  /** Whether what looks like a secret is removed. */
  redact: boolean
}

/**
 * As many times the longest answer are kept until secrets are removed. What is cut off before then can be part of a
 * secret that isn't recognised without the rest, so that much of its end is never shown.
 */
const READ_TIMES = 16
const UNSURE_END = 1024

interface Call {
  example: TemplateExample
  state: 'waiting' | 'worked' | 'failed'
  /** Length of what was cut off the answer. Unit: UTF-16 code units. */
  cut: number
}

/** Collects the assistant's calls that worked, with their answers, message by message. */
export class Extraction {
  readonly #options: ExtractionOptions
  readonly #calls: Call[] = []
  readonly #log = new CallLog<Call>()
  #messages = 0
  #bytes = 0

  constructor(options: ExtractionOptions) {
    this.#options = options
  }

  /**
   * Adds the session's next message.
   * @throws LaurelError `template_too_large`
   */
  message({ role, content, toolCalls, toolCallId }: OpeningMessage): void {
    if (this.done) return
    this.#messages++
    if (role === 'assistant') {
      for (const { id, name, ...given } of toolCallsIn(toolCalls?.toString() ?? null)) {
        const example = { tool_name: name, ...given, result: '' }
        const call: Call = { example, state: 'waiting', cut: 0 }
        this.#calls.push(call)
        this.#log.add(id, call)
      }
    } else if (role === 'tool') this.#answer(content, toolCallId || null)
  }

  /** Whether later messages cannot change the result. */
  get done(): boolean {
    if (this.#messages >= OPENING_MESSAGES) return true
    let worked = 0
    for (const { state } of this.#calls) {
      if (state === 'waiting') return false
      if (state === 'worked') worked++
      if (worked >= this.#options.maxExamples) return true
    }
    return false
  }

  /** Returns the first calls that worked: as many as wanted, secrets removed and long answers cut. */
  finish(): Redacted {
    const { maxExamples, redact } = this.#options
    const calls = this.#calls.filter(({ state }) => state === 'worked').slice(0, maxExamples)
    const examples = calls.map(({ example }) => example)
    const clean = redact ? redactExamples(examples) : { examples, redacted: 0 }
    const short = clean.examples.map((example, at) => ({
      ...example,
      result: this.#shortened(example.result, calls[at]?.cut ?? 0),
    }))
    return { examples: short, redacted: clean.redacted }
  }

  #answer(content: Content, toolCallId: string | null): void {
    const call = this.#log.answered(toolCallId)
    if (call === null) return
    call.state = outcomeOf(content) === 'failed' ? 'failed' : 'worked'
    if (call.state === 'failed') return
    const { maxAnswer, maxBytes } = this.#options
    const text = resultOf(content)
    call.example.result = text.slice(0, READ_TIMES * maxAnswer)
    call.cut = text.length - call.example.result.length
    this.#bytes += 2 * argumentsText(call.example).length + Math.min(text.length, maxAnswer)
    if (this.#bytes > maxBytes) throw tooLarge(maxBytes)
  }

  #shortened(text: string, cut: number): string {
    const sure = cut > 0 ? text.length - UNSURE_END : text.length
    const kept = Math.max(0, Math.min(sure, this.#options.maxAnswer))
    if (cut === 0 && kept === text.length) return text
    // Not through the middle of a character.
    const head = text.slice(0, kept).replace(/[\uD800-\uDBFF]$/, '')
    const more = text.length - head.length + cut
    return `${head}\n[… ${more.toLocaleString('en')} more characters]`
  }
}

/**
 * Returns the examples at the start of a session; none if there is no such session. Reads no further than necessary.
 */
export async function extractExamples(
  reader: OpeningReader,
  sessionId: string,
  options: ExtractionOptions,
): Promise<Redacted> {
  const extraction = new Extraction(options)
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
