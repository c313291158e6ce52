import { JobQueue } from './job-queue.ts'
import { unheld } from './pause.ts'
import { sender } from './sender.ts'
import type { LiveClient, LiveClientOptions, LiveProblem, LiveReport } from './types.ts'

export type { LiveClient, LiveClientOptions, LiveProblem, LiveReport } from './types.ts'

/** Leaves time for a lost request and its retry before a turn expires, after 60 s. Unit: milliseconds. */
const RENEW_EVERY_MS = 20_000

/** Reports and turns together. An agent has far fewer sessions at a time. */
const QUEUE_MAX = 200

/** Returns a client of one profile; it stays off if the options do not name one. */
export function liveClient(options: LiveClientOptions = {}): LiveClient {
  return new QueueingClient(options)
}

class QueueingClient implements LiveClient {
  readonly #queue: JobQueue
  /** The timer that renews the turn of each session. */
  readonly #turns = new Map<string, { turnId: string; timer: ReturnType<typeof setInterval> }>()

  readonly #hasServer: boolean

  constructor({ queueMax = QUEUE_MAX, onProblem, ...options }: LiveClientOptions) {
    const send = sender(options)
    const report = (problem: LiveProblem) => quietly(() => onProblem?.(problem))
    this.#hasServer = send !== null
    this.#queue = new JobQueue(send ?? (async () => ({ kind: 'done' })), { max: queueMax, onProblem: report })
    this.#queue.enabled = this.#hasServer
  }

  get enabled(): boolean {
    return this.#queue.enabled
  }

  set enabled(on: boolean) {
    this.#queue.enabled = on && this.#hasServer
    if (!on) for (const sessionId of [...this.#turns.keys()]) this.#forgetTurn(sessionId)
  }

  report(sessionId: string, report: LiveReport): void {
    quietly(() => {
      // A request that timed out may still arrive after a later one.
      const body = { reported_at: Date.now() / 1000, ...report }
      this.#queue.add(`report ${sessionId}`, { method: 'PUT', path: pathOf(sessionId), body })
    })
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
      // A newer turn has already ended this one.
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

/** Swallows any failure: the caller has an agent to run. */
function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // Reporting must never disturb the agent.
  }
}
