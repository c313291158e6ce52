/** What a session may be marked as: put away by a person, kept out of lists by a plugin, or where it came from. */
export const MARKS = ['archived', 'hidden', 'branched', 'delegated', 'reset'] as const
export type Mark = (typeof MARKS)[number]

/** Whether a session has a mark. One of a history without marks has none. */
export function isMarked({ marks }: { marks: string | null }, mark: Mark): boolean {
  return marks?.includes(mark) ?? false
}
