import type { Counting } from '../snapshot/snapshot.ts'
import type { OptionValues } from './options.ts'

/** What `--as-hermes` says of which sessions and messages count. */
export function countingFrom(values: OptionValues): Counting {
  return values.has('as-hermes') ? 'hermes' : 'lived'
}
