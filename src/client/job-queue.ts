import { backoff, jittered } from '../backoff.ts'
import { type Pause, pause } from './pause.ts'
import type { Job, Sent } from './sender.ts'
import type { LiveProblem } from './types.ts'

export interface JobQueueOptions {
  /** Maximum number of waiting jobs. */
  max: number
  /** Called for each job that could not be delivered. Must not throw. */
  onProblem(problem: LiveProblem): void
}

/** Pause after the first failure; it doubles with each further one. Unit: milliseconds. */
const RETRY_BASE_MS = 1000
const RETRY_MAX_MS = 60_000
/** The longest pause that a server may ask for. Unit: milliseconds. */
const RETRY_AFTER_MAX_MS = 300_000

/**
 * Sends jobs one at a time in the background, and retries them until they get through. Only the newest job of a key
 * waits; fields missing from its body are taken from the one it replaces.
 */
export class JobQueue {
  readonly #send: (job: Job) => Promise<Sent>
  readonly #options: JobQueueOptions
  readonly #waiting = new Map<string, Job>()
  #enabled = true
  /** The running loop that sends them; null if nothing waits. */
  #run: Promise<void> | null = null
  #pause: Pause | null = null
  #failures = 0

  constructor(send: (job: Job) => Promise<Sent>, options: JobQueueOptions) {
    this.#send = send
    this.#options = options
  }

  get enabled(): boolean {
    return this.#enabled
  }

  /** When turned off, it drops waiting and new jobs. */
  set enabled(on: boolean) {
    this.#enabled = on
    if (on) return
    this.#waiting.clear()
    this.#pause?.end()
  }

  add(key: string, job: Job): void {
    if (!this.#enabled) return
    this.#waiting.set(key, merged(this.#waiting.get(key), job))
    for (const oldest of this.#waiting.keys()) {
      if (this.#waiting.size <= this.#options.max) break
      this.#waiting.delete(oldest)
      this.#options.onProblem({ kind: 'dropped', status: null })
    }
    this.#run ??= this.#sendAll()
  }

  /** Sends waiting jobs now. Returns whether the queue is empty within `withinMs` milliseconds. */
  async emptied(withinMs: number): Promise<boolean> {
    // A caller that awaits this wants its process to stay alive meanwhile.
    const patience = pause(withinMs, 'held')
    this.#failures = 0
    this.#pause?.end()
    await Promise.race([this.#run, patience.over])
    patience.end()
    return this.#waiting.size === 0 && this.#run === null
  }

  async #sendAll(): Promise<void> {
    // Lets the caller continue first.
    await Promise.resolve()
    for (let next = first(this.#waiting); next !== null; next = first(this.#waiting)) {
      const [key, job] = next
      this.#waiting.delete(key)
      const sent = await this.#send(job)
      this.#failures = sent.kind === 'again' ? this.#failures + 1 : 0
      if (sent.kind === 'refused') this.#options.onProblem({ kind: 'refused', status: sent.status })
      else if (sent.kind === 'again') await this.#putBack(key, job, sent)
    }
    this.#run = null
  }

  async #putBack(key: string, job: Job, { status, afterMs }: Sent & { kind: 'again' }): Promise<void> {
    if (!this.#enabled) return
    this.#options.onProblem({ kind: 'unreachable', status })
    const newer = this.#waiting.get(key)
    if (newer) this.#waiting.set(key, merged(job, newer))
    else this.add(key, job)
    const requested = afterMs === null ? null : Math.min(RETRY_AFTER_MAX_MS, afterMs)
    this.#pause = pause(requested ?? jittered(backoff(this.#failures, RETRY_BASE_MS, RETRY_MAX_MS)))
    await this.#pause.over
    this.#pause = null
  }
}

function first<Key, Value>(map: ReadonlyMap<Key, Value>): [Key, Value] | null {
  for (const entry of map) return entry
  return null
}

function merged(older: Job | undefined, job: Job): Job {
  if (older?.method !== job.method || !job.body) return job
  const named = Object.entries(job.body).filter(([, value]) => value !== undefined)
  return { ...job, body: { ...older.body, ...Object.fromEntries(named) } }
}
