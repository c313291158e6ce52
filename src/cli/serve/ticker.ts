import type { ServeLog } from './serve-log.ts'
import type { Supervisor } from './supervisor.ts'

/**
 * Runs the cron handler now, and at each multiple of `seconds` by the wall clock, one at a time. One that fails is
 * said; its work is done by the next.
 */
export class Ticker {
  readonly #supervisor: Supervisor
  readonly #everyMs: number
  readonly #log: ServeLog
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(supervisor: Supervisor, seconds: number, log: ServeLog) {
    this.#supervisor = supervisor
    this.#everyMs = seconds * 1000
    this.#log = log
  }

  async start(): Promise<void> {
    await this.#tick()
    if (this.#stopped) return
    this.#timer = setTimeout(() => void this.start(), this.#everyMs - (Date.now() % this.#everyMs))
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #tick(): Promise<void> {
    const { runtime } = this.#supervisor
    const isDone = await runtime?.operations.tick().then(
      () => true,
      () => false,
    )
    if (!isDone && !this.#stopped)
      this.#log.event('tick_failed', { outcome: runtime ? 'exception' : 'no runtime' })
  }
}
