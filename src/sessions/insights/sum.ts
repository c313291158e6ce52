/** Neumaier summation: as exact as if rounded once, or nearly. */
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
    // After an overflow there is no error to compensate.
    return Number.isNaN(sum) ? this.#sum : sum
  }
}
