/** Names the address that a stream goes to. The worker sets it; no client can. */
export const WATCHER_HEADER = 'X-Watcher'

/** A reader that is this many events behind is disconnected. It reconnects, and gets the current state. */
const BEHIND_MAX = 64

type Writer = WritableStreamDefaultWriter<Uint8Array>

export interface StreamLimits {
  /** Maximum of open streams, of all and of one address. */
  EVENT_STREAMS_MAX: number
  EVENT_STREAMS_PER_ADDRESS_MAX: number
  EVENT_STREAM_SECONDS: number
  EVENT_HEARTBEAT_SECONDS: number
}

interface OpenStream {
  address: string
  end: ReturnType<typeof setTimeout>
}

/**
 * The open streams of server-sent events (WHATWG HTML section 9.2) of a profile, one per page that watches it. Each
 * event is the whole current state, so a page that missed one has lost nothing after the next. A stream ends after a
 * while, and its page opens another.
 */
export class EventStreams {
  readonly #open = new Map<Writer, OpenStream>()
  readonly #encoder = new TextEncoder()
  readonly #limits: StreamLimits
  #heartbeat: ReturnType<typeof setInterval> | undefined

  constructor(limits: StreamLimits) {
    this.#limits = limits
  }

  /**
   * Opens a stream to an address that starts with the current state. If too many are open, returns 503 and pings them:
   * only a failed write reveals a reader that is gone, so a later attempt may succeed.
   */
  open(address: string, event: string, state: object): Response {
    if (this.#isFull(address)) {
      this.#ping()
      return new Response(null, { status: 503 })
    }
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    const end = setTimeout(() => this.#close(writer), this.#limits.EVENT_STREAM_SECONDS * 1000)
    this.#open.set(writer, { address, end })
    this.#heartbeat ??= setInterval(() => this.#ping(), this.#limits.EVENT_HEARTBEAT_SECONDS * 1000)
    writer.closed.catch(() => this.#forget(writer))
    this.#send(writer, eventText(event, state))
    return new Response(readable)
  }

  broadcast(event: string, state: object): void {
    for (const writer of this.#open.keys()) this.#send(writer, eventText(event, state))
  }

  closeAll(): void {
    for (const writer of this.#open.keys()) this.#close(writer)
  }

  #isFull(address: string): boolean {
    const { EVENT_STREAMS_MAX, EVENT_STREAMS_PER_ADDRESS_MAX } = this.#limits
    const own = Array.from(this.#open.values()).filter((stream) => stream.address === address)
    return this.#open.size >= EVENT_STREAMS_MAX || own.length >= EVENT_STREAMS_PER_ADDRESS_MAX
  }

  /** Sends a comment, which keeps proxies from dropping a silent stream. */
  #ping(): void {
    for (const writer of this.#open.keys()) this.#send(writer, ': is anybody there?\n\n')
  }

  #send(writer: Writer, text: string): void {
    if ((writer.desiredSize ?? 0) < -BEHIND_MAX) {
      this.#forget(writer)
      writer.abort().catch(() => undefined)
      return
    }
    writer.write(this.#encoder.encode(text)).catch(() => this.#forget(writer))
  }

  #close(writer: Writer): void {
    this.#forget(writer)
    writer.close().catch(() => undefined)
  }

  #forget(writer: Writer): void {
    clearTimeout(this.#open.get(writer)?.end)
    this.#open.delete(writer)
    if (this.#open.size > 0) return
    clearInterval(this.#heartbeat)
    this.#heartbeat = undefined
  }
}

function eventText(event: string, state: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(state)}\n\n`
}
