/** An integer too long for a `bigint` to be worthwhile (`INTEGER_DIGITS_MAX`), kept as its digits. */
export class LongInteger {
  readonly digits: string

  constructor(digits: string) {
    this.digits = digits
  }
}
