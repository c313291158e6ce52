import { isTimeZone } from '../engine/time-zone.ts'
import type { OptionValues } from './options.ts'
import { type Command, UsageError } from './usage-error.ts'

/** The zone that is asked for, else the machine's, else UTC when the machine does not know its own. */
export function timeZoneFrom(values: OptionValues, command: Command): string {
  const value = values.get('timezone')
  if (value === undefined) {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    return isTimeZone(timeZone) ? timeZone : 'UTC'
  }
  if (isTimeZone(value)) return value
  throw new UsageError(
    '--timezone takes the name of a time zone, as in Europe/Berlin. Offsets such as +05:30 are no names.',
    command,
  )
}
