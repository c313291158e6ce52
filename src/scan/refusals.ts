import type { Config } from '../config.ts'
import { LaurelError } from '../errors.ts'
import type { ScanSource, ScanStore } from './store.ts'

/** @throws LaurelError `too_many_sessions` */
export function checkSessions(config: Config, total: number): void {
  const max = config.PROFILE_SESSIONS_MAX
  if (total <= max) return
  throw new LaurelError(
    'too_many_sessions',
    `The histories of this profile hold more than ${max} sessions.`,
    {
      hint: 'Remove one of them, or move one to a profile of its own.',
    },
  )
}

/**
 * Returns the public form of a failure: a LaurelError as it is, anything else without its text, which may quote the
 * history.
 */
export function scanError(error: unknown): LaurelError {
  if (error instanceof LaurelError) return error
  return new LaurelError('scan_failed', 'The scan failed.', {
    hint: 'It will be retried automatically.',
    cause: error,
  })
}

/** @throws LaurelError `source_not_found` */
export function sourceNamed(store: ScanStore, name: string): ScanSource {
  const source = store.sources().find((candidate) => candidate.name === name)
  if (!source)
    throw new LaurelError('source_not_found', 'A history of this profile was removed while it was scanned.')
  return source
}
