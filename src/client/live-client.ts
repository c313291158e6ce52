import { JobQueue } from './job-queue.ts'
import { unheld } from './pause.ts'
import { sender } from './sender.ts'
import type { LiveClient, LiveClientOptions, LiveProblem, LiveReport } from './types.ts'

export type { LiveClient, LiveClientOptions, LiveProblem, LiveReport } from './types.ts'

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
