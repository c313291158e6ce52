/** A sum of numbers that loses nothing on the way (Neumaier's): as exact as if it had been rounded once, or nearly. */
export class Sum {
  #sum = 0
  #lost = 0

  add(value: number): void {
    const sum = this.#sum + value
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum
    this.#sum = sum
  }

  get value(): number {
    const sum = this.#sum + this.#lost
    // Beyond what numbers hold nothing was lost that could be given back.
    return Number.isNaN(sum) ? this.#sum : sum
  }
}
