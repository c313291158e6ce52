import { JobQueue } from './job-queue.ts'
import { unheld } from './pause.ts'
import { sender } from './sender.ts'

/** Totals of a session so far, not what was added. What is left out stays as it is. Costs are US dollars. */
export interface LiveReport {
  message_count?: number | undefined
  api_call_count?: number | undefined
  input_tokens?: number | undefined
  output_tokens?: number | undefined
  cache_read_tokens?: number | undefined
  cache_write_tokens?: number | undefined
  estimated_cost_usd?: number | null | undefined
  actual_cost_usd?: number | null | undefined
  model?: string | null | undefined
  /** One that the agent made. It never takes the place of one that a person set. */
  title?: string | null | undefined
  /** The platform; `webui` unless given. */
  source?: string | null | undefined
  /** Unix seconds. */
  started_at?: number | undefined
  billing_provider?: string | null | undefined
  billing_base_url?: string | null | undefined
  billing_mode?: string | null | undefined
}

export interface LiveClientOptions {
  /** Origin of the server, such as `https://laurel.example`. Without it, a handle and a key the client is off. */
  server?: string | undefined
  handle?: string | undefined
  ownerKey?: string | undefined
  /** How long a request may take. Unit: milliseconds; 5,000 unless given. */
  timeoutMs?: number | undefined
  /** Reports and turns that wait at most, one of each for a session; beyond it the oldest are dropped. 200 unless given. */
  queueMax?: number | undefined
  /** Told of what could not be sent: `unreachable` is tried again, `refused` and `dropped` are not. */
  onProblem?: ((problem: LiveProblem) => void) | undefined
  /** In the place of the global one. */
  fetch?: typeof fetch | undefined
}

export interface LiveProblem {
  kind: 'unreachable' | 'refused' | 'dropped'
  /** What the server answered; null where it did not. */
  status: number | null
}

/**
 * Reports an agent's sessions to Laurel as they go on. Nothing of it throws, rejects, or keeps its process from
 * ending: what can't be sent now is tried again behind the caller's back, and of each session only the newest waits.
 */
export interface LiveClient {
  /** Off, it sends nothing, and drops what waits and what comes. */
  enabled: boolean
  /** The totals of a session, whenever they have changed. */
  report(sessionId: string, report: LiveReport): void
  /** A turn begins: lists show the session as streaming until it ends, or this process does. */
  beginTurn(sessionId: string, turnId: string): void
  endTurn(sessionId: string, turnId: string): void
  /** Sends now what waits. Answers whether all of it could be, in so many milliseconds; 5,000 unless given. */
  flush(withinMs?: number): Promise<boolean>
}

/** Far from the 60 s after which a turn ends by itself, one lost request and its retry included. Unit: milliseconds. */
const RENEW_EVERY_MS = 20_000

/** Reports and turns. An agent has far fewer sessions at a time. */
const QUEUE_MAX = 200

/** A client of one profile. Options that name none leave it off. */
export function liveClient(options: LiveClientOptions = {}): LiveClient {
  return new QueueingClient(options)
}

class QueueingClient implements LiveClient {
  readonly #queue: JobQueue
  /** What renews the turn of each session. */
  readonly #turns = new Map<string, { turnId: string; timer: ReturnType<typeof setInterval> }>()

  readonly #hasAddress: boolean

  constructor({ queueMax = QUEUE_MAX, onProblem, ...options }: LiveClientOptions) {
    const send = sender(options)
    const tell = (problem: LiveProblem) => quietly(() => onProblem?.(problem))
    this.#hasAddress = send !== null
    this.#queue = new JobQueue(send ?? (async () => ({ kind: 'done' })), { max: queueMax, tell })
    this.#queue.enabled = this.#hasAddress
  }

  get enabled(): boolean {
    return this.#queue.enabled
  }

  set enabled(on: boolean) {
    this.#queue.enabled = on && this.#hasAddress
    if (!on) for (const sessionId of [...this.#turns.keys()]) this.#forgetTurn(sessionId)
  }

  report(sessionId: string, report: LiveReport): void {
    quietly(() =>
      this.#queue.add(`report ${sessionId}`, { method: 'PUT', path: pathOf(sessionId), body: { ...report } }),
    )
  }

  beginTurn(sessionId: string, turnId: string): void {
    quietly(() => {
      this.#forgetTurn(sessionId)
      if (!this.enabled) return
      const path = `${pathOf(sessionId)}/stream`
      const begin = () =>
        this.#queue.add(`turn ${sessionId}`, { method: 'POST', path, body: { stream_id: turnId } })
      begin()
      this.#turns.set(sessionId, { turnId, timer: unheld(setInterval(begin, RENEW_EVERY_MS)) })
    })
  }

  endTurn(sessionId: string, turnId: string): void {
    quietly(() => {
      const path = `${pathOf(sessionId)}/stream?stream_id=${encodeURIComponent(turnId)}`
      const current = this.#turns.get(sessionId)
      // Where another has begun, that ended this one.
      if (current && current.turnId !== turnId) return
      this.#forgetTurn(sessionId)
      this.#queue.add(`turn ${sessionId}`, { method: 'DELETE', path, body: null })
    })
  }

  async flush(withinMs = 5000): Promise<boolean> {
    return this.#queue.emptied(withinMs)
  }

  #forgetTurn(sessionId: string): void {
    clearInterval(this.#turns.get(sessionId)?.timer)
    this.#turns.delete(sessionId)
  }
}

function pathOf(sessionId: string): string {
  return `/live-sessions/${encodeURIComponent(sessionId)}`
}

/** What fails in here is nobody's business out there. */
function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // Its caller has an agent to run.
  }
}
