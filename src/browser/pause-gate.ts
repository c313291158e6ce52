/** Holds work while it is closed. */
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

  /** Resolves at once, or after the gate opens. */
  async passed(): Promise<void> {
    while (this.#opened) await this.#opened
  }
}
