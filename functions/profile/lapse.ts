import type { Config } from '../../src/config.ts'
import type { ProfileStore } from '../../src/storage/profile-store.ts'

/** Returns when a profile lapses that has got nothing until then, in Unix seconds. */
export function lapseOf({ created_at }: { created_at: number }, config: Config): number {
  return created_at + config.EMPTY_PROFILE_SECONDS
}

/** Whether a profile never got anything: a history, a session that is reported live, a template. */
export function isUnused(store: ProfileStore): boolean {
  const scanned = store.scanState().run_count > 0 || store.sources().some(({ version }) => version !== null)
  return !scanned && store.live.count() === 0 && store.templates.count() === 0
}
