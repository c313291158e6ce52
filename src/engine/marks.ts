/** Marks of a session: archived by a person, hidden from lists by a plugin, or where it came from. */
export const MARKS = ['archived', 'hidden', 'branched', 'delegated', 'reset'] as const
export type Mark = (typeof MARKS)[number]

/** Whether a session has a mark. Sessions of a history without marks have none. */
export function isMarked({ marks }: { marks: string | null }, mark: Mark): boolean {
  return marks?.includes(mark) ?? false
}
