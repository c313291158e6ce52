/** JSON nested deeper than this does not count as JSON. Unit: levels. CPython gives up near 1,000 as well. */
export const JSON_DEPTH_MAX = 900

/**
 * Integers of more digits than this stay text: turning n digits into a number and back costs more than n steps
 * (10 million digits: 7 s), and nothing here reckons with them. Unit: characters.
 */
export const INTEGER_DIGITS_MAX = 1_000

/**
 * Text is matched in segments of about this size, so that a long session needs no more memory than a short
 * one. Unit: UTF-16 code units.
 */
export const MATCH_SEGMENT_LENGTH = 65_536

/** Different tools, and different skills, that are told apart in one session. Far more than an agent has. */
export const NAMES_MAX = 1_000

/** A tool or a skill whose name is longer is not counted by it. Unit: UTF-16 code units. */
export const NAME_LENGTH_MAX = 256

/**
 * Rows of `session_model_usage` that are read of one session: far more than it has models and tasks. What it spent
 * besides them still counts, as its own model's. Unit: rows.
 */
export const SESSION_USAGE_MAX = 256
