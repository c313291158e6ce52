import { hasClocks } from '../engine/zone-clocks.ts'

/** Returns the time zone to count in: UTC, with a word, if this version of Node does not know the chosen one. */
export function countingZone(chosen: string, complain: (text: string) => void): string {
  if (hasClocks(chosen)) return chosen
  complain(`This version of Node does not know the time zone ${chosen}, so UTC is used.`)
  return 'UTC'
}
