/** What all entry points of the front share: they are one Worker in one isolate. */
export const room = {
  /** Whether the disk is almost full, as the supervisor said last. */
  full: false,
  /** Requests that are being answered. */
  active: 0,
}
