/**
 * Stored figures carry this number, and those of another version are computed anew. Raise it whenever the same
 * messages would give other stats, or the same figures another evaluation: a signal, a needle, a threshold, a
 * rule. Names, icons and descriptions alone do not need it.
 */
export const ENGINE_VERSION = 2
