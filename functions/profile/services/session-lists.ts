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
  /** Version of the records at the last look-up. */
  #records = 0

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
    this.#noticeRecords()
    const list = await this.#cache.lookup(all ? null : (history ?? UNNAMED), options)
    const live = this.#live.liveness(list.sessions.map(({ id }) => id))
    const byTime = options.order === 'started_at' || options.order === 'last_active'
    return { ...list, sessions: overlaid(list.sessions, live, byTime && options.offset === 0) }
  }

  /** Invalidates all lists, after a change that they must show at once. */
  changed(): void {
    this.#cache.invalidate(null)
  }

  /** Lets records that were just written show at once, also while a session streams, when stamps stand still. */
  #noticeRecords(): void {
    const { version } = this.#context.store.records
    if (version !== this.#records) this.#cache.invalidate(null)
    this.#records = version
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
