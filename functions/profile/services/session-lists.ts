import type { SessionList } from '../../../src/contract/sessions.ts'
import { ListCache } from '../../../src/sessions/list/list-cache.ts'
import type { SessionListQuery } from '../../../src/sessions/list/list-options.ts'
import { overlaid } from '../../../src/sessions/list/overlay.ts'
import type { SourceStamp } from '../../../src/sessions/list/source-stamp.ts'
import type { ProfileContext } from '../context.ts'
import type { LiveSessions } from './live.ts'
import type { SessionRecords } from './session-records.ts'

/** Cache key of the history that is listed by default. */
const UNNAMED = ''

/** Session lists for clients that poll: cached, with the current live state on top. */
export class SessionLists {
  readonly calls = ['list'] as const
  readonly #context: ProfileContext
  readonly #live: LiveSessions
  readonly #cache: ListCache<ReturnType<SessionRecords['list']>>

  constructor(context: ProfileContext, { records, live }: { records: SessionRecords; live: LiveSessions }) {
    this.#context = context
    this.#live = live
    this.#cache = new ListCache(
      {
        now: () => context.now(),
        wait: (seconds) => scheduler.wait(seconds * 1000),
        stamp: () => this.#stamp(),
        build: (scope, options) =>
          records.list({ ...options, all: scope === null, history: scope === UNNAMED ? null : scope }),
      },
      context.config,
    )
  }

  /** @throws LaurelError `source_not_found` */
  async list({ history, all, ...options }: SessionListQuery): Promise<SessionList> {
    this.#context.profile()
    const list = await this.#cache.lookup(all ? null : (history ?? UNNAMED), options)
    const live = this.#live.liveness(list.sessions.map(({ id }) => id))
    const byTime = options.order === 'started_at' || options.order === 'last_active'
    return { ...list, sessions: overlaid(list.sessions, live, byTime ? 'time' : 'theirs') }
  }

  /** Invalidates all lists, after a change by hand. */
  changed(): void {
    this.#cache.invalidate(null)
  }

  #stamp(): SourceStamp {
    const { store } = this.#context
    const sources = store.sources()
    return {
      snapshot: JSON.stringify(sources.map(({ version }) => version)),
      content: `${store.records.version}`,
      // Renamed, added and removed histories must show even while sessions stream.
      settings: JSON.stringify([store.profile(), sources.map(({ name }) => name)]),
      live: `${this.#live.version}`,
      streaming: this.#live.streaming(),
    }
  }
}
