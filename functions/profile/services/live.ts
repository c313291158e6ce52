import type { Config } from '../../../src/config.ts'
import type { LiveReport, LiveSession } from '../../../src/contract/live.ts'
import type { SessionRecord } from '../../../src/engine/session-record.ts'
import { LaurelError } from '../../../src/errors.ts'
import type { LiveState } from '../../../src/sessions/list/overlay.ts'
import {
  afterRenaming,
  afterReport,
  type LiveRecord,
  liveSessionOf,
  newRecord,
  pendingSince,
  sessionRecordOf,
} from '../../../src/sessions/live/live-record.ts'
import { cleanTitle, type OtherTitles, uniqueTitle } from '../../../src/sessions/live/title.ts'
import type { LiveTable } from '../../../src/storage/live-table.ts'
import type { ProfileContext } from '../context.ts'

/** A change to a live session, by the owner or the owner's agent. */
export type LiveChange =
  | { kind: 'report'; report: LiveReport }
  | { kind: 'rename'; title: string | null }
  | { kind: 'remove' }
  | { kind: 'stream'; streamId: string }
  | { kind: 'end_stream'; streamId: string | null }

/**
 * Sessions that their agents report while they run. They appear in lists and insights, and count for no achievement.
 */
export class LiveSessions {
  readonly calls = ['change'] as const
  readonly #context: ProfileContext
  readonly #table: LiveTable
  readonly #config: Config
  readonly #onChange: () => void
  #version = 0

  /** `onChange`: called when a session is new, or changed by a person, which lists must show at once. */
  constructor(context: ProfileContext, onChange: () => void) {
    this.#context = context
    this.#table = context.store.live
    this.#config = context.config
    this.#onChange = onChange
  }

  /** Changes with everything that lists show of live sessions. */
  get version(): number {
    return this.#version
  }

  /**
   * Makes a change and returns the session; null after changes that return none. Reports and turns are dropped
   * unless the profile accepts them.
   * @throws LaurelError `profile_not_found`, `session_not_found`, `title_too_long`, `title_taken`,
   * `too_many_sessions`
   */
  change(profileId: string, id: string, change: LiveChange): LiveSession | null {
    const { sync_to_insights = false } = this.#context.profile(profileId)
    const now = this.#context.now()
    if (change.kind === 'rename') return this.#rename(id, change.title, now)
    if (change.kind === 'remove') this.#remove(id)
    else if (change.kind === 'end_stream') this.#table.endStream(id, change.streamId)
    else if (!sync_to_insights) return null
    else if (change.kind === 'report') {
      return this.update(id, (known) => afterReport(known, { ...change.report, id }, this.#others(id), now))
    } else this.#table.stream(id, change.streamId, now, now + this.#config.LIVE_STREAM_SECONDS)
    return null
  }

  /** Returns the live sessions in the form that lists and insights use, by id. */
  records(): Map<string, SessionRecord> {
    return new Map(this.#table.all().map((record) => [record.id, sessionRecordOf(record)]))
  }

  /** Returns the same, each with a title of its own: a history may have brought an equal one since, which can't change. */
  listed(): Map<string, SessionRecord> {
    const live = this.records()
    const titles = Array.from(live.values(), ({ title }) => title).filter((title) => title !== null)
    for (const { id, title } of this.#context.store.records.titled(titles))
      for (const record of live.values())
        if (record.title === title && record.id !== id)
          record.title = uniqueTitle(title, this.#others(record.id))
    return live
  }

  /** Returns sessions that stream, with nothing but when their turn began: anything reported of them counts instead. */
  begun(): Map<string, SessionRecord> {
    const streams = this.#table.streams(this.#context.now())
    return new Map(
      streams.map(({ session_id: id, started_at }) => [id, sessionRecordOf(newRecord(id, started_at))]),
    )
  }

  /** Returns when sessions with a running turn were last active, by id. Unix seconds. */
  active(): Map<string, number> {
    const states = this.liveness(this.streaming())
    const latest = ({ last_message_at, pending_started_at }: LiveState) =>
      Math.max(last_message_at ?? 0, pending_started_at ?? 0)
    return new Map(Array.from(states, ([id, state]) => [id, latest(state)]))
  }

  /** Returns the ids of sessions with a running turn. */
  streaming(): string[] {
    return this.#table.streams(this.#context.now()).map(({ session_id }) => session_id)
  }

  /** Returns the current live state of the given sessions, by id. */
  liveness(ids: readonly string[]): Map<string, LiveState> {
    const records = new Map(this.#table.some(ids).map((record) => [record.id, record]))
    const streams = new Map(
      this.#table.streams(this.#context.now()).map((stream) => [stream.session_id, stream]),
    )
    const known = ids.filter((id) => records.has(id) || streams.has(id))
    return new Map(
      known.map((id) => {
        const [record = null, stream = null] = [records.get(id), streams.get(id)]
        return [
          id,
          {
            active_stream_id: stream?.stream_id ?? null,
            pending_started_at: stream && pendingSince(stream.started_at, record),
            updated_at: record?.updated_at ?? null,
            last_message_at: record?.last_message_at ?? null,
          },
        ]
      }),
    )
  }

  /**
   * Changes what is known of a session and returns it; null if it does not exist afterwards.
   * @throws LaurelError `too_many_sessions`
   */
  update(id: string, change: (known: LiveRecord | null) => LiveRecord | null): LiveSession | null {
    const known = this.#table.get(id)
    const record = change(known)
    if (!record) return null
    const { LIVE_SESSIONS_MAX } = this.#config
    if (!known && this.#table.count() >= LIVE_SESSIONS_MAX) {
      throw new LaurelError(
        'too_many_sessions',
        `A profile can have at most ${LIVE_SESSIONS_MAX} live sessions.`,
        { hint: `Remove some: DELETE ${this.#context.paths.profilesApi}/{handle}/live-sessions/{id}.` },
      )
    }
    if (record !== known) {
      this.#table.put(record)
      if (!known) this.#changedAtOnce()
      else if (record.updated_at !== known.updated_at) this.#version++
    }
    return liveSessionOf(record)
  }

  #rename(id: string, title: string | null, now: number): LiveSession {
    const known = this.#table.get(id)
    if (!known) throw notFound()
    const clean = cleanTitle(title ?? '')
    if (clean !== null && this.#others(id).has(clean)) {
      throw new LaurelError('title_taken', 'Another session already has this title.', {
        hint: 'Choose a different one.',
      })
    }
    const record = afterRenaming(known, clean, now)
    this.#table.put(record)
    this.#changedAtOnce()
    return liveSessionOf(record)
  }

  #remove(id: string): void {
    if (!this.#table.remove(id)) throw notFound()
    this.#changedAtOnce()
  }

  #changedAtOnce(): void {
    this.#version++
    this.#onChange()
  }

  #others(id: string): OtherTitles {
    return {
      has: (title) => this.#table.hasTitle(title, id) || this.#context.store.records.hasTitle(title, id),
      beginning: (prefix) => [
        ...this.#table.titlesBeginning(prefix, id),
        ...this.#context.store.records.titlesBeginning(prefix, id),
      ],
    }
  }
}

function notFound(): LaurelError {
  return new LaurelError('session_not_found', 'There is no live session with this id.')
}
