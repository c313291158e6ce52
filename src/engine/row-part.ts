import { ROW_PART_MAX_BYTES } from './limits.ts'

/** Bytes that one UTF-16 code unit takes in UTF-8 at most. */
const BYTES_A_UNIT = 3

/**
 * Returns a value as JSON that fits its part of a row: if it is longer, its lists lose their second half. Agents write
 * nothing of that length.
 */
export function rowPart<Name extends string, T extends { readonly [List in Name]: readonly unknown[] }>(
  value: T,
  lists: readonly Name[],
): string {
  const json = JSON.stringify(value)
  if (fits(json) || lists.every((name) => value[name].length === 0)) return json
  const halves = lists.map((name) => [name, value[name].slice(0, value[name].length >> 1)])
  return rowPart({ ...value, ...Object.fromEntries(halves) }, lists)
}

function fits(json: string): boolean {
  return (
    json.length * BYTES_A_UNIT <= ROW_PART_MAX_BYTES ||
    new TextEncoder().encode(json).length <= ROW_PART_MAX_BYTES
  )
}
