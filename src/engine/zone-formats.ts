/**
 * Formats for the clocks of time zones, in the Gregorian calendar with its era and year and hours from 0 to 23, and
 * the other fields that are asked for. One is made for each zone and kept: making it costs far more than using it.
 */
export class ZoneFormats {
  readonly #fields: Intl.DateTimeFormatOptions
  readonly #formats = new Map<string, Intl.DateTimeFormat>()

  constructor(fields: Intl.DateTimeFormatOptions) {
    this.#fields = fields
  }

  /** `timeZone`: an IANA name (ECMA-402 section 6.5). Throws a RangeError for a zone that is none. */
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
