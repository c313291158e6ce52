/** Lets work through, or holds it while it is shut. */
export class PauseGate {
  #opened: Promise<void> | null = null
  #open = () => {}

  shut(): void {
    this.#opened ??= new Promise((resolve) => {
      this.#open = resolve
    })
  }

  open(): void {
    this.#open()
    this.#opened = null
  }

  /** Resolves at once, or when the gate is opened. */
  async passed(): Promise<void> {
    while (this.#opened) await this.#opened
  }
}
