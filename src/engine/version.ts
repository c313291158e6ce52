/**
 * Version of what is counted in a session. Checkpoints, reports and checkpoint files carry it; those of another version
 * are recounted. Bump when the same messages would give other stats: a signal, a tool's keyword, a rule.
 */
export const STATS_VERSION = 2
