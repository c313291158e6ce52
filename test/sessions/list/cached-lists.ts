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

/** A cache in a world that a test moves: a clock, timers, and builds that end when they are told to. */
export class CachedLists {
  now = 1000
  source: SourceStamp = { snapshot: 'v1', content: '1', settings: '1', live: '0', streaming: [] }
  /** How builds go: at once, or each once `finish` is called. */
  slow = false
  /** Of what was built, in order. */
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

  /** The number of the build that the rows come from. */
  async ask(
    options: Partial<SessionListOptions> = {},
    scope: ListScope = 'default',
  ): Promise<number | undefined> {
    const rows = await this.cache.lookup(scope, { ...DEFAULT_LIST, ...options })
    return rows[0]?.made
  }

  /** Lets time pass, and what waits for it happen. */
  async pass(seconds: number): Promise<void> {
    this.now += seconds
    await settled()
    const due = this.#timers.filter(({ at }) => at <= this.now)
    for (const timer of due) this.#timers.splice(this.#timers.indexOf(timer), 1)
    for (const { ring } of due) ring()
    await settled()
  }

  /** Ends the build that has gone on the longest, or the shortest. */
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

/** Once everything that waits for nothing but promises has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
