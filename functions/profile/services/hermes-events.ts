import { LaurelError } from '../../../src/errors.ts'
import type { HermesEvent } from '../../../src/sessions/live/hermes-event.ts'
import { afterEvent } from '../../../src/sessions/live/hermes-record.ts'
import type { ProfileContext } from '../context.ts'
import { newSecret } from '../owner-secrets.ts'
import type { LiveSessions } from './live.ts'

/** Events that Hermes itself posts of its sessions: they are reported live without any code in the agent. */
export class HermesEvents {
  readonly calls = ['makeSecret', 'removeSecret', 'secret', 'take'] as const
  readonly #context: ProfileContext
  readonly #live: LiveSessions

  constructor(context: ProfileContext, live: LiveSessions) {
    this.#context = context
    this.#live = live
  }

  /** Makes a secret, in place of one before, and has live sessions kept. */
  makeSecret(): string {
    const { store } = this.#context
    const profile = this.#context.profile()
    const secret = newSecret('events')
    store.transaction(() => {
      store.hermes.setSecret(secret)
      store.saveProfile({ ...profile, sync_to_insights: true })
    })
    return secret
  }

  removeSecret(): void {
    this.#context.profile()
    this.#context.store.hermes.removeSecret()
  }

  /** Returns the secret; null if there is none, or no profile. */
  secret(): string | null {
    const { store } = this.#context
    return store.profile() ? store.hermes.secret() : null
  }

  /**
   * Takes an event, once, in whatever order they come. Dropped unless the profile accepts live sessions.
   * @throws LaurelError `invalid_request` if it is too old, `too_many_events`, `too_many_sessions`
   */
  take(event: HermesEvent): void {
    if (this.#context.profile().sync_to_insights !== true) return
    const { HERMES_EVENT_AGE_SECONDS: age } = this.#context.config
    const now = this.#context.now()
    if (Math.abs(now - event.at) > age) {
      throw new LaurelError('invalid_request', 'The event is too old, or from a clock that is wrong.', {
        hint: 'Set the clock of the machine that Hermes runs on.',
      })
    }
    this.#context.store.transaction(() => {
      this.#makeRoom(now - age)
      this.#count(event)
      this.#followTurn(event, now)
    })
  }

  #makeRoom(oldest: number): void {
    const { hermes } = this.#context.store
    hermes.forgetBefore(oldest)
    if (hermes.count() < this.#context.config.HERMES_EVENTS_MAX) return
    throw new LaurelError('too_many_events', 'Too many events within an hour.', { hint: 'Try again later.' })
  }

  #count(event: HermesEvent): void {
    const { session_id, request, at } = event
    const isNew = request === null || this.#context.store.hermes.isNewRequest(session_id, request.id, at)
    if (isNew) this.#live.update(session_id, (known) => afterEvent(known, event))
  }

  #followTurn({ session_id, turn_id, at, ended }: HermesEvent, now: number): void {
    const { hermes, live } = this.#context.store
    if (!hermes.isLatestOfTurns(session_id, at, ended)) return
    if (ended) live.endStream(session_id)
    else live.stream(session_id, turn_id, at, now + this.#context.config.HERMES_TURN_SECONDS)
  }
}
