/** What is under way when the minutes are over has this long to end. Unit: ms. */
export const OVERTIME_MS = 600_000
