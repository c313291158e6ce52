/** A reader that is this many events behind is disconnected. It reconnects, and gets the current state. */
const BEHIND_MAX = 64

/**
 * The open streams of server-sent events (WHATWG HTML section 9.2) of a profile, one per page that watches it. Each
 * event is the whole current state, so a page that missed one has lost nothing after the next.
 */
export class EventStreams {
  readonly #writers = new Set<WritableStreamDefaultWriter<Uint8Array>>()
  readonly #encoder = new TextEncoder()
  readonly #limit: number

  /** `limit`: maximum of open streams. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /**
   * Opens a stream that starts with the current state. If too many are open, returns 503 and pings them: only a failed
   * write reveals a reader that is gone, so a later attempt may succeed.
   */
  open(event: string, state: object): Response {
    if (this.#writers.size >= this.#limit) {
      for (const writer of this.#writers) this.#send(writer, ': is anybody there?\n\n')
      return new Response(null, { status: 503 })
    }
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    this.#writers.add(writer)
    writer.closed.catch(() => this.#writers.delete(writer))
    this.#send(writer, eventText(event, state))
    return new Response(readable, {
      headers: {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      },
    })
  }

  broadcast(event: string, state: object): void {
    for (const writer of this.#writers) this.#send(writer, eventText(event, state))
  }

  closeAll(): void {
    for (const writer of this.#writers) writer.close().catch(() => undefined)
    this.#writers.clear()
  }

  #send(writer: WritableStreamDefaultWriter<Uint8Array>, text: string): void {
    if ((writer.desiredSize ?? 0) < -BEHIND_MAX) {
      this.#writers.delete(writer)
      writer.abort().catch(() => undefined)
      return
    }
    writer.write(this.#encoder.encode(text)).catch(() => this.#writers.delete(writer))
  }
}

function eventText(event: string, state: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(state)}\n\n`
}
