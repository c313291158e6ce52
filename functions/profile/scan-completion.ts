/** Lets callers await the end of the running scan. Scans of a profile are numbered in the order in which they start. */
export class ScanCompletion {
  /** The scan that each caller waits for, by the function that resolves its promise. */
  readonly #waiting = new Map<() => void, number>()

  /** Waits for the end of this scan, or of a later one. Returns true if it comes within `seconds`. */
  async wait(scan: number, seconds: number): Promise<boolean> {
    let release = () => {}
    const ended = new Promise<boolean>((resolve) => {
      release = () => resolve(true)
    })
    this.#waiting.set(release, scan)
    try {
      return await Promise.race([ended, scheduler.wait(seconds * 1000).then(() => false)])
    } finally {
      this.#waiting.delete(release)
    }
  }

  /** Resolves the promises of callers that wait for this scan or an earlier one. */
  ended(scan: number): void {
    for (const [release, awaited] of this.#waiting) if (awaited <= scan) release()
  }
}
