/**
 * Of what is counted of a session. Checkpoints, reports and checkpoint files carry it; those of another version are
 * counted anew. Bump when the same messages would give other stats: a signal, a tool's keyword, a rule.
 */
export const STATS_VERSION = 2

/**
 * Of what is made of the counts. The published view carries it, and one of another version is evaluated anew from the
 * stored aggregate; no history is read. Bump when the same counts would give another view: a threshold, an
 * achievement, how unlocks are dated.
 */
export const CATALOG_VERSION = 1
