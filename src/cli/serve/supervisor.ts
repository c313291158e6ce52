import { rmSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { backoff } from '../../backoff.ts'
import { LaurelError } from '../../errors.ts'
import { DRAIN_MS, RESTART_PAUSE_MS, RESTARTS_PER_MINUTE, START_TRIES } from './limits.ts'
import { endOrphan, processMark, type RuntimeNote } from './process-mark.ts'
import { Runtime, type RuntimeOptions } from './runtime.ts'
import type { ServeLog } from './serve-log.ts'

const MINUTE_MS = 60_000

/** Keeps one runtime going: starts it, and starts it again when it has ended. */
export class Supervisor {
  #options: RuntimeOptions
  readonly #pidFile: string
  readonly #log: ServeLog
  #runtime: Runtime | null = null
  #stopping = false
  /** When it was started again, within the last minute. Unix milliseconds. */
  #restarts: number[] = []

  /** @param pidFile where a note of the runtime is kept, for whoever comes after a crash */
  constructor(options: RuntimeOptions, pidFile: string, log: ServeLog) {
    this.#options = options
    this.#pidFile = pidFile
    this.#log = log
  }

  /** The runtime; null while it is being started. */
  get runtime(): Runtime | null {
    return this.#runtime
  }

  /** Ends what an earlier server left behind, and starts the runtime. @throws LaurelError `runtime_failed` if that fails three times */
  async start(): Promise<Runtime> {
    endOrphan(this.#pidFile)
    return this.#start()
  }

  /**
   * Resolves when `stop` was called and the runtime has ended.
   * @throws LaurelError `runtime_failed` if it ends again and again
   */
  async keepGoing(): Promise<void> {
    while (this.#runtime !== null) {
      const started = this.#runtime
      await started.ended
      this.#runtime = null
      if (this.#stopping) break
      this.#restarts = [...this.#restarts.filter((at) => at > Date.now() - MINUTE_MS), Date.now()]
      const restarts = this.#restarts.length
      if (restarts > RESTARTS_PER_MINUTE)
        throw new LaurelError('runtime_failed', 'The runtime ended again and again.', {
          hint: 'Run it with NODE_DEBUG=laurel to see what it says.',
        })
      this.#log.event('runtime_ended', {})
      await pause(backoff(restarts, RESTART_PAUSE_MS, MINUTE_MS))
      // `stop` may have been called meanwhile.
      if (this.#stopping) break
      await this.#start()
      this.#log.event('runtime_started', {})
    }
    rmSync(this.#pidFile, { force: true })
  }

  /** Lets requests finish, and ends the runtime for good. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#runtime?.stop(DRAIN_MS)
  }

  /** Ends the runtime as a whole: `keepGoing` starts another one. */
  async restart(drain = DRAIN_MS): Promise<void> {
    await this.#runtime?.stop(drain)
  }

  /** Ends it at once: the process is about to end. */
  kill(): void {
    this.#stopping = true
    this.#runtime?.kill()
  }

  async #start(): Promise<Runtime> {
    for (let tries = 1; ; tries += 1) {
      try {
        const runtime = await Runtime.start(this.#options)
        const note: RuntimeNote = { ...processMark(runtime.pid), socket: this.#options.socket }
        writeFileSync(this.#pidFile, JSON.stringify(note))
        this.#runtime = runtime
        // The one that a free port was found for keeps it.
        this.#options = { ...this.#options, port: runtime.port }
        if (this.#stopping) runtime.kill()
        return runtime
      } catch (error) {
        if (tries === START_TRIES || this.#stopping)
          throw new LaurelError('runtime_failed', 'The runtime did not start.', {
            hint: 'Run it with NODE_DEBUG=laurel to see what it says.',
            cause: error,
          })
        this.#log.event('start_failed', { tries })
      }
    }
  }
}
