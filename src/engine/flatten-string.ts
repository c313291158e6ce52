/**
 * Returns a copy of the string with its own memory. In V8, a substring may keep its whole parent alive (sliced
 * strings). For short parts that outlive a long text.
 */
export function flattenString(part: string): string {
  // V8 flattens the concatenation to slice it, and copies slices this short.
  return `${part} `.slice(0, -1)
}
