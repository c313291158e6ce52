import { SETTINGS } from '../../../src/config.ts'
import { ListCache, type ListCacheSettings, type ListScope } from '../../../src/sessions/list/list-cache.ts'
import { DEFAULT_LIST, type SessionListOptions } from '../../../src/sessions/list/list-options.ts'
import type { SourceStamp } from '../../../src/sessions/list/source-stamp.ts'

export interface MadeRow {
  id: string
  made: number
}

export const CACHE_SETTINGS: ListCacheSettings = {
  LIST_FRESH_SECONDS: SETTINGS.LIST_FRESH_SECONDS.value,
  LIST_FRESH_STREAMING_SECONDS: SETTINGS.LIST_FRESH_STREAMING_SECONDS.value,
  LIST_CACHE_ENTRIES: SETTINGS.LIST_CACHE_ENTRIES.value,
  LIST_STALE_WAIT_SECONDS: SETTINGS.LIST_STALE_WAIT_SECONDS.value,
  LIST_FIRST_WAIT_SECONDS: SETTINGS.LIST_FIRST_WAIT_SECONDS.value,
  LIST_RACES_MAX: SETTINGS.LIST_RACES_MAX.value,
}

/** A cache in a world that a test controls: a clock, timers, and builds that end on command. */
export class CachedLists {
  now = 1000
  source: SourceStamp = { snapshot: 'v1', content: '1', settings: '1', live: '0', streaming: [] }
  /** Whether builds wait for `finish` instead of ending at once. */
  slow = false
  /** The builds, in order. */
  readonly builds: { scope: ListScope; options: SessionListOptions }[] = []
  readonly #timers: { at: number; ring: () => void }[] = []
  readonly #finishing: ((fails: boolean) => void)[] = []
  readonly cache = new ListCache<MadeRow[]>(
    {
      now: () => this.now,
      wait: (seconds) =>
        new Promise((ring) => {
          this.#timers.push({ at: this.now + seconds, ring })
        }),
      stamp: () => this.source,
      build: (scope, options) => this.#build(scope, options),
    },
    CACHE_SETTINGS,
  )

  /** Returns the number of the build that the rows come from. */
  async ask(
    options: Partial<SessionListOptions> = {},
    scope: ListScope = 'default',
  ): Promise<number | undefined> {
    const rows = await this.cache.lookup(scope, { ...DEFAULT_LIST, ...options })
    return rows[0]?.made
  }

  /** Advances time and runs the timers that are due. */
  async pass(seconds: number): Promise<void> {
    this.now += seconds
    await settled()
    const due = this.#timers.filter(({ at }) => at <= this.now)
    for (const timer of due) this.#timers.splice(this.#timers.indexOf(timer), 1)
    for (const { ring } of due) ring()
    await settled()
  }

  /** Ends the longest running build, or the newest. */
  async finish({ failing = false, newest = false } = {}): Promise<void> {
    const end = newest ? this.#finishing.pop() : this.#finishing.shift()
    end?.(failing)
    await settled()
  }

  #build(scope: ListScope, options: SessionListOptions): MadeRow[] | Promise<MadeRow[]> {
    this.builds.push({ scope, options })
    const rows = [{ id: 'a', made: this.builds.length }]
    if (!this.slow) return rows
    return new Promise((resolve, reject) => {
      this.#finishing.push((failing) => (failing ? reject(new Error('no')) : resolve(rows)))
    })
  }
}

/** Resolves after everything that waits only for promises. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
