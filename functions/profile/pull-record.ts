import { backoff } from '../../src/backoff.ts'
import type { PullCheck } from '../../src/contract/pulls.ts'
import { LaurelError, publicError } from '../../src/errors.ts'
import { PullFailure } from '../../src/pulls/failure.ts'
import type { PulledVersion, PullProgress, StoredPull } from '../../src/storage/pull-table.ts'
import { logFailure } from '../log.ts'
import { uploadExpired } from './chunk-retention.ts'
import type { ProfileContext } from './context.ts'

/** Notes in the table how a pull stands. One that was removed or set anew meanwhile is left alone. */
export class PullRecord {
  readonly #context: ProfileContext

  constructor(context: ProfileContext) {
    this.#context = context
  }

  /** Returns the pull as it is now. @throws LaurelError `snapshot_replaced` if it was removed or set anew */
  current({ id }: StoredPull): StoredPull {
    const { store } = this.#context
    const pull = store.profile() ? store.pulls.byId(id) : null
    if (pull === null) throw uploadExpired()
    return pull
  }

  /** Remembers what is being fetched. @throws LaurelError `snapshot_replaced` if the pull is gone */
  keep(pull: StoredPull, progress: PullProgress | null): void {
    this.#context.store.pulls.saveProgress(this.current(pull).id, progress)
  }

  /** Leaves the server alone for a moment, before the next slice. */
  pause({ id }: StoredPull): void {
    const { config, store } = this.#context
    store.pulls.setDue(id, this.#context.now() + config.PULL_RETRY_SECONDS)
  }

  succeeded(
    pull: StoredPull,
    { outcome, pulled }: { outcome: 'unchanged' | 'stored'; pulled: PulledVersion },
  ): void {
    const { store } = this.#context
    if (!store.profile()) return
    const at = this.#context.now()
    const check: PullCheck = { at, outcome, status: null, error: null }
    store.pulls.succeeded(pull.id, pulled, { check, dueAt: at + pull.interval_seconds })
  }

  /**
   * Notes a failure and when to try again. Returns what was being fetched if it is not resumed, for the caller to
   * abandon.
   */
  failed(pull: StoredPull, error: unknown): PullProgress | null {
    const { store } = this.#context
    const standing = store.profile() ? store.pulls.byId(pull.id) : null
    if (standing === null) return null
    const { progress } = standing
    const { code, message, hint } = publicError(error)
    if (code === 'internal_error') logFailure('pull_failed', error)
    const status = error instanceof PullFailure ? error.pullStatus : null
    const shown = { code, message, ...(hint !== undefined && { hint }) }
    const at = this.#context.now()
    const check: PullCheck = { at, outcome: 'failed', status, error: shown }
    const resumed = mayPass(error) ? progress : null
    const hasPart = resumed !== null && resumed.bytes + resumed.mainBytes > 0
    const dueAt = at + this.#pause(standing, error, hasPart)
    store.transaction(() => {
      store.pulls.failed(pull.id, { check, dueAt })
      store.pulls.saveProgress(pull.id, resumed)
    })
    return resumed === null ? progress : null
  }

  /** Whether an error means that more of a file may come if it is asked for again. */
  isCut(error: unknown): boolean {
    return error instanceof PullFailure && error.passing
  }

  /** Returns how many seconds a server that failed is left alone: growing pauses, or what it asks for if more. */
  #pause({ failures, interval_seconds: interval }: StoredPull, error: unknown, resumes: boolean): number {
    const { PULL_RETRY_SECONDS, PULL_INTERVAL_MAX_SECONDS: max } = this.#context.config
    const pause = resumes
      ? backoff(failures + 1, PULL_RETRY_SECONDS, interval)
      : backoff(failures + 1, interval, max)
    const wanted = error instanceof PullFailure ? (error.retryAfterSeconds ?? 0) : 0
    return Math.min(max, Math.max(pause, wanted))
  }
}

/** What is no error of a known kind is one of ours: it may pass, too. */
function mayPass(error: unknown): boolean {
  if (error instanceof PullFailure) return error.passing
  return !(error instanceof LaurelError) || error.code === 'storage_unavailable'
}
