/** Those who wait for the end of a scan. */
export class Waiters {
  readonly #waiting = new Set<() => void>()

  /** Answers true when the end comes within so many seconds. */
  async wait(seconds: number): Promise<boolean> {
    let release = () => {}
    const ended = new Promise<boolean>((resolve) => {
      release = () => resolve(true)
    })
    this.#waiting.add(release)
    try {
      return await Promise.race([ended, scheduler.wait(seconds * 1000).then(() => false)])
    } finally {
      this.#waiting.delete(release)
    }
  }

  /** The end has come. */
  release(): void {
    for (const release of this.#waiting) release()
  }
}
