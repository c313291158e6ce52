/**
 * Version of what is counted in a session. Checkpoints, reports and checkpoint files carry it; those of another version
 * are recounted. Bump when the same messages would give other stats: a signal, a tool's keyword, a rule.
 */
export const STATS_VERSION = 2

/**
 * Version of what is derived from the counts. The published view carries it, and one of another version is re-evaluated
 * from the stored aggregate, without reading a history. Bump when the same counts would give another view: a threshold,
 * an achievement, how unlocks are dated.
 */
export const CATALOG_VERSION = 2
