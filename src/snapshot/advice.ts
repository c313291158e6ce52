/**
 * What to do about a file that can't be read as it is. None of the advice opens the database with another program:
 * beside a running agent that may remove its -wal, and later writes are lost.
 */
export const READ_WHOLE =
  'Choose the -wal and -journal next to it too, use “laurel push”, or stop Hermes first and copy it again.'

export const CHOOSE_WAL_TOO =
  'Its tables are in the state.db-wal next to it: choose both, use “laurel push”, or stop Hermes first.'
