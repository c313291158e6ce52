/**
 * JSON nested deeper than this is treated as invalid. So far every CPython reads and writes it: 3.11 gives up at 1,000
 * less the calls that lead there, a few dozen; 3.12 at about 1,500; later ones when their stack is full. Unit: levels.
 */
export const JSON_DEPTH_MAX = 950

/**
 * Longer integers stay text: converting n digits to a number and back costs more than linear time (10 million digits: 7
 * s), and nothing here calculates with them. Unit: characters.
 */
export const INTEGER_DIGITS_MAX = 1_000

/**
 * Text is matched in segments of about this size, so that a long session needs no more memory than a short one. Unit:
 * UTF-16 code units.
 */
export const MATCH_SEGMENT_LENGTH = 65_536

/** Distinct tools, and distinct skills, counted in one session. Far more than a session uses. Unit: names. */
export const NAMES_MAX = 200

/** Tools and skills with longer names are not counted by name. Unit: UTF-16 code units. */
export const NAME_LENGTH_MAX = 256

/**
 * Rows of `session_model_usage` read for one session: far more than it has models and tasks. Spending in further rows
 * still counts, under the session's own model. Unit: rows.
 */
export const SESSION_USAGE_MAX = 256

/**
 * Distinct models, and distinct providers, counted in a profile: three times what the highest tier asks for. They
 * are in one row of storage. Unit: names.
 */
export const DISTINCT_NAMES_MAX = 500

/**
 * A row of storage has at most 2 MB (Durable Objects, SQL storage limits). A reported session waits in one row, with
 * its facts, its uses and its stats: each has this much. Unit: UTF-8 bytes.
 */
export const ROW_PART_MAX_BYTES = 600_000
