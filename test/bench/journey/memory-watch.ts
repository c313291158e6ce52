import { residentBytes } from '../../../src/cli/serve/guards.ts'

const WATCH_MS = 500

/** Watches the memory of a process. */
export class MemoryWatch {
  #peak = 0
  readonly #timer: NodeJS.Timeout

  constructor(pid: number) {
    const look = () => {
      this.#peak = Math.max(this.#peak, residentBytes(pid) ?? 0)
    }
    look()
    this.#timer = setInterval(look, WATCH_MS)
  }

  /** Returns the maximum since the last call; 0 where the system doesn’t say. Unit: bytes of resident memory. */
  peak(): number {
    const peak = this.#peak
    this.#peak = 0
    return peak
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
