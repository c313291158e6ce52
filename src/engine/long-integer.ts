/** An integer too long to be worth a `bigint` (`INTEGER_DIGITS_MAX`), kept as the digits it was written with. */
export class LongInteger {
  readonly digits: string

  constructor(digits: string) {
    this.digits = digits
  }
}
