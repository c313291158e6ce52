/** A reader that is this many events behind is let go: it comes back, and begins with the present state. */
const BEHIND_MAX = 64

/**
 * The pages that watch a profile: each holds a stream of server-sent events (WHATWG HTML section 9.2). What is
 * sent is the present state, so a page that missed an event has lost nothing once it gets the next one.
 */
export class EventStreams {
  readonly #writers = new Set<WritableStreamDefaultWriter<Uint8Array>>()
  readonly #encoder = new TextEncoder()
  readonly #limit: number

  /** `limit`: streams that may be open at once. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /**
   * Opens a stream that begins with the present state. 503 when there are too many: whether one of them has
   * lost its reader shows when something is sent, so the next to come may find a place.
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
