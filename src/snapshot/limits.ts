import { type Config, configFrom } from '../config.ts'
import { LaurelError } from '../errors.ts'

/** The limits on a history, named like the settings, so that a `Config` fits. */
export type SnapshotLimits = Pick<
  Config,
  | 'SESSIONS_MAX'
  | 'MESSAGES_MAX'
  | 'SESSION_MESSAGES_MAX'
  | 'ROW_MAX_BYTES'
  | 'LISTING_MAX_BYTES'
  | 'SQLITE_HEAP_MAX_BYTES'
>

/** Returns these limits, with the settings' defaults for the others. */
export function limitsWith(limits: Partial<SnapshotLimits>): SnapshotLimits {
  return { ...configFrom(), ...limits }
}

const NO_HISTORY = { hint: 'No agent writes that many. Choose the state.db in your Hermes folder.' }

/** The error of each limit on a count in the history. */
export const limitExceeded = {
  sessions: (max: number) =>
    new LaurelError('too_many_sessions', `This history has more than ${max} sessions.`, NO_HISTORY),
  messages: (max: number) =>
    new LaurelError('too_many_messages', `This history has more than ${max} messages.`, NO_HISTORY),
  rowBytes: (max: number) =>
    new LaurelError('row_too_large', `A row of this history holds more than ${max} bytes of text.`, {
      hint: 'Its columns have default values that Hermes never sets. Choose the state.db that Hermes itself writes.',
    }),
  listingBytes: (max: number) =>
    new LaurelError(
      'row_too_large',
      `The session titles of this history have more than ${max} bytes in total.`,
      {
        hint: 'Shorten the longest titles in Hermes.',
      },
    ),
}
