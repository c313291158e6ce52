import type { Config } from '../../../src/config.ts'
import type { Pulls as PullList, SetPull } from '../../../src/contract/pulls.ts'
import { LaurelError } from '../../../src/errors.ts'
import { pullAddress } from '../../../src/pulls/location.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import type { ProfileContext } from '../context.ts'
import { tooManySources } from './sources.ts'

export interface NewPull extends SetPull {
  source: string
  /** Origin of the server, as the owner reached it. */
  origin: string
}

/** The addresses that the histories of a profile are pulled from. */
export class Pulls {
  readonly calls = ['list', 'set', 'remove', 'now'] as const
  readonly #context: ProfileContext
  readonly #store: ProfileStore
  readonly #config: Config
  readonly #schedule: () => Promise<void>

  /** `schedule`: sets the alarm to what is due next. */
  constructor(context: ProfileContext, schedule: () => Promise<void>) {
    this.#context = context
    this.#store = context.store
    this.#config = context.config
    this.#schedule = schedule
  }

  list(): PullList {
    this.#context.profile()
    return { pulls: this.#store.pulls.list() }
  }

  /**
   * Sets where a source is pulled from, in place of what was set before, and adds the source if needed. It is pulled
   * after responding.
   * @throws LaurelError `pull_address`, `invalid_request`, `too_many_sources`
   */
  async set({ source, url, origin, header, interval_seconds }: NewPull): Promise<PullList> {
    this.#context.profile()
    this.#checkInterval(interval_seconds)
    const address = pullAddress(url, { origin, allowPrivate: this.#config.ALLOW_PRIVATE_TARGETS })
    const names = this.#store.sourceTable.names()
    const isNew = !names.includes(source)
    if (isNew && names.length >= this.#config.SOURCES_MAX) throw tooManySources(this.#config)
    this.#store.transaction(() => {
      if (isNew) this.#store.sourceTable.add(source, 'keep')
      this.#drop(source)
      const pull = { id: crypto.randomUUID(), source, url: address, origin, header, interval_seconds }
      this.#store.pulls.set(pull, this.#context.now())
    })
    await this.#schedule()
    return this.list()
  }

  /** Ends the pull of a source. What was fetched stays. @throws LaurelError `pull_not_found` */
  async remove(source: string): Promise<void> {
    this.#context.profile()
    if (!this.#store.transaction(() => this.#drop(source))) throw notFound()
    await this.#schedule()
  }

  /** Pulls a source after responding, whenever it would be due. @throws LaurelError `pull_not_found` */
  async now(source: string): Promise<PullList> {
    this.#context.profile()
    const pull = this.#store.pulls.get(source)
    if (!pull) throw notFound()
    this.#store.pulls.setDue(pull.id, this.#context.now())
    await this.#schedule()
    return this.list()
  }

  /** Removes a pull, and the upload that it fills. Returns whether it existed. */
  #drop(source: string): boolean {
    const progress = this.#store.pulls.get(source)?.progress
    if (progress) {
      this.#store.uploads.end(progress.uploadId)
      this.#store.chunks.cutWrites(progress.uploadId, this.#context.now())
      this.#store.chunks.collectBy(this.#context.now())
    }
    return this.#store.pulls.remove(source)
  }

  #checkInterval(seconds: number): void {
    const { PULL_INTERVAL_MIN_SECONDS: min, PULL_INTERVAL_MAX_SECONDS: max } = this.#config
    if (seconds >= min && seconds <= max) return
    throw new LaurelError('invalid_request', `It takes ${min} to ${max} seconds.`, {
      field: 'interval_seconds',
    })
  }
}

function notFound(): LaurelError {
  return new LaurelError('pull_not_found', 'This history isn’t pulled from anywhere.', {
    hint: 'Set its URL first.',
  })
}
