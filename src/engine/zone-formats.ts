/**
 * Formats for local times, in the Gregorian calendar with era, year, hours from 0 to 23, and the other requested
 * fields. One per zone is cached: creating it costs far more than using it.
 */
export class ZoneFormats {
  readonly #fields: Intl.DateTimeFormatOptions
  readonly #formats = new Map<string, Intl.DateTimeFormat>()

  constructor(fields: Intl.DateTimeFormatOptions) {
    this.#fields = fields
  }

  /**
   * Returns the format of a zone.
   * @param timeZone an IANA name (ECMA-402 section 6.5)
   * @throws RangeError if it is not a time zone
   */
  of(timeZone: string): Intl.DateTimeFormat {
    const known = this.#formats.get(timeZone)
    if (known !== undefined) return known
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      hour: '2-digit',
      ...this.#fields,
    })
    this.#formats.set(timeZone, format)
    return format
  }
}
