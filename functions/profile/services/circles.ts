import type { Answer, Standing } from '../../../src/circles/circle.ts'
import { codeTyped } from '../../../src/circles/codes.ts'
import { reachedIn } from '../../../src/circles/points.ts'
import type { Circle, Circles as CircleList } from '../../../src/contract/circles.ts'
import { LaurelError } from '../../../src/errors.ts'
import { CircleRegistry } from '../../../src/storage/circle-registry.ts'
import { type Membership, MembershipTable } from '../../../src/storage/membership-table.ts'
import { type CircleStub, circleObject, type Refusal } from '../../circle/client.ts'
import { logFailure } from '../../log.ts'
import type { ProfileContext } from '../context.ts'

/**
 * The circles that a profile is in. Which these are, the profile knows best, and how it stands: a circle that has missed
 * something asks. To a profile that is not in it, a circle looks as if it did not exist.
 */
export class Circles {
  readonly calls = [
    'list',
    'make',
    'join',
    'show',
    'rename',
    'renewCode',
    'remove',
    'leave',
    'end',
    'standing',
  ] as const
  readonly #context: ProfileContext
  readonly #memberships: MembershipTable
  readonly #schedule: () => Promise<void>

  /** `schedule`: sets the alarm to what is due next. */
  constructor(context: ProfileContext, schedule: () => Promise<void>) {
    this.#context = context
    this.#memberships = new MembershipTable(context.storage.sql)
    this.#schedule = schedule
  }

  /** Returns the circles by name. One that cannot be reached is left out; one that knows nothing of us is forgotten. */
  async list(): Promise<CircleList> {
    const { id } = this.#context.profile()
    const known = await Promise.all(
      this.#memberships.all().map(async (membership) => {
        const listed = await this.#circle(membership.id)
          .summary(id)
          .catch(() => undefined)
        if (listed === null) this.#forget(membership)
        return listed ?? []
      }),
    )
    const circles = known.flat().sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1))
    return { circles, circles_max: this.#context.config.CIRCLES_MAX }
  }

  /** Returns the ids of the circles, for the archive. */
  ids(): string[] {
    return this.#memberships.all().map(({ id }) => id)
  }

  /** Makes a circle and returns its id. @throws LaurelError `too_many_circles` */
  async make({ name, time_zone }: { name: string; time_zone?: string | undefined }): Promise<string> {
    const profile = this.#context.profile()
    const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), hexadecimal).join('')
    await this.#enter(id, async (joining) => {
      await this.#circle(id).make(id, { name, time_zone: time_zone ?? profile.time_zone }, joining)
    })
    return id
  }

  /**
   * Joins the circle of an invite code, and returns its id. Whoever is in already stays in.
   * @throws LaurelError `circle_not_found`, `circle_full`, `too_many_circles`
   */
  async join(typed: string): Promise<string> {
    const code = codeTyped(typed)
    const id = await new CircleRegistry(this.#context.env.REGISTRY).find(code)
    if (id === null) throw wrongCode()
    if (this.#memberships.get(id) && (await this.#circle(id).summary(this.#context.profile().id))) return id
    await this.#enter(id, async (joining) => {
      const outcome = await this.#circle(id).join(code, joining)
      if (outcome === 'unknown') throw wrongCode()
      if (outcome === 'full') {
        throw new LaurelError('circle_full', 'This circle is full.', {
          hint: 'Somebody has to leave before you can join.',
        })
      }
    })
    return id
  }

  /** Returns a circle with a month’s result, by default the current one’s. @throws LaurelError `circle_not_found` */
  async show(circle: string, month: string | null): Promise<Circle> {
    const membership = this.#membership(circle)
    const shown = await this.#circle(circle).show(this.#context.profile().id, month)
    if (shown === null) {
      this.#forget(membership)
      throw circleNotFound()
    }
    if (shown === 'no month') {
      throw new LaurelError('invalid_request', 'month: The circle has no result for this month.', {
        hint: 'Its months are listed under “months”.',
      })
    }
    return shown
  }

  /** @throws LaurelError `circle_not_found`, `makers_only` */
  async rename(circle: string, name: string): Promise<void> {
    await this.#asMaker(circle, (object, by) => object.rename(by, name))
  }

  /** Replaces the invite code. @throws LaurelError `circle_not_found`, `makers_only` */
  async renewCode(circle: string): Promise<void> {
    await this.#asMaker(circle, (object, by) => object.renewCode(by))
  }

  /**
   * Takes a member out: oneself, or as the maker another one.
   * @throws LaurelError `circle_not_found`, `makers_only`, `member_not_found`
   */
  async remove(circle: string, handle: string): Promise<void> {
    if (handle === this.#context.profile().handle) return this.leave(circle)
    await this.#asMaker(circle, (object, by) => object.remove(by, handle))
  }

  /** @throws LaurelError `circle_not_found` */
  async leave(circle: string): Promise<void> {
    const membership = this.#membership(circle)
    await this.#circle(circle).leave(this.#context.profile().id, membership.ticket)
    this.#forget(membership)
  }

  /** Ends the circle for everyone. @throws LaurelError `circle_not_found`, `makers_only` */
  async end(circle: string): Promise<void> {
    await this.#asMaker(circle, (object, by) => object.end(by))
    this.#memberships.remove(circle)
  }

  /** Answers a circle how this profile stands; null if it is not the one that the circle means, or not in it. */
  standing(circle: string, profileId: string, ticket: number): Answer {
    if (this.#context.store.profile()?.id !== profileId) return null
    const membership = this.#memberships.get(circle)
    return membership?.ticket === ticket ? this.#standing() : null
  }

  /** Has the circles told if the profile stands differently. Call when a view was published or dropped. */
  published(): void {
    if (!this.#context.store.profile() || this.#memberships.all().length === 0) return
    const told = this.#memberships.standing().revision
    if (this.#standing().revision !== told) this.#memberships.tellAll(this.#context.now())
  }

  /** When a circle is to be told, in Unix seconds; null if all know. */
  get dueAt(): number | null {
    return this.#context.store.profile() ? this.#memberships.dueAt() : null
  }

  /** Tells the circles that are to be told how the profile stands. */
  async tellDue(): Promise<void> {
    const { store, config } = this.#context
    const profile = store.profile()
    const due = profile ? this.#memberships.due(this.#context.now()) : []
    if (!profile || due.length === 0) return
    const standing = this.#standing()
    const outcomes = await Promise.allSettled(
      due.map(({ id, ticket }) => this.#circle(id).tell(profile.id, ticket, standing)),
    )
    // The profile may have been erased meanwhile.
    if (store.profile()?.id !== profile.id) return
    const isCurrent = this.#memberships.standing().revision === standing.revision
    for (const [at, membership] of due.entries()) {
      const outcome = outcomes[at]
      if (outcome?.status !== 'fulfilled') {
        logFailure('circle_not_told', outcome?.reason)
        this.#memberships.tell(membership.id, this.#context.now() + config.CIRCLE_RETRY_SECONDS)
      } else if (!outcome.value) this.#forget(membership)
      else if (isCurrent) this.#memberships.tell(membership.id, null)
    }
  }

  /** Takes a profile that is being erased out of its circles. One that cannot be reached finds out when it asks. */
  async leaveAll(): Promise<void> {
    const profile = this.#context.store.profile()
    if (!profile) return
    const outcomes = await Promise.allSettled(
      this.#memberships.all().map(({ id, ticket }) => this.#circle(id).leave(profile.id, ticket)),
    )
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') logFailure('circle_not_told', outcome.reason)
    }
  }

  /** Notes a membership, and takes it back if the circle does not take the profile in. */
  async #enter(
    circle: string,
    enter: (joining: { id: string; handle: string; ticket: number; standing: Standing }) => Promise<void>,
  ): Promise<void> {
    const { id, handle } = this.#context.profile()
    const { CIRCLES_MAX } = this.#context.config
    const before = this.#memberships.get(circle)
    if (!before && this.#memberships.all().length >= CIRCLES_MAX) {
      throw new LaurelError('too_many_circles', `A profile can be in at most ${CIRCLES_MAX} circles.`, {
        hint: 'Leave one first.',
      })
    }
    const membership = { id: circle, ticket: this.#memberships.nextTicket() }
    this.#memberships.add(membership)
    try {
      await enter({ id, handle, ticket: membership.ticket, standing: this.#standing() })
    } catch (error) {
      this.#forget(membership)
      throw error
    }
    await this.#schedule()
  }

  /** Returns how the profile stands, with another revision if that differs from what was told last. */
  #standing(): Standing {
    const { store } = this.#context
    const told = this.#memberships.standing()
    const reached = JSON.stringify(reachedIn(store.lastingView()?.achievements ?? []))
    const revision = reached === told.reached && told.revision > 0 ? told.revision : told.revision + 1
    if (revision !== told.revision) this.#memberships.saveStanding({ revision, reached })
    return { revision, reached: JSON.parse(reached) }
  }

  async #asMaker(
    circle: string,
    run: (object: CircleStub, by: string) => Promise<'done' | 'no such member' | Refusal>,
  ): Promise<void> {
    const membership = this.#membership(circle)
    const outcome = await run(this.#circle(circle), this.#context.profile().id)
    if (outcome === 'no member') {
      this.#forget(membership)
      throw circleNotFound()
    }
    if (outcome === 'not the maker') {
      throw new LaurelError('makers_only', 'Only whoever made the circle may do this.', {
        hint: 'You can leave the circle, and make one of your own.',
      })
    }
    if (outcome === 'no such member') {
      throw new LaurelError('member_not_found', 'The circle has no such member.')
    }
  }

  /** @throws LaurelError `circle_not_found` */
  #membership(circle: string): Membership {
    const membership = this.#memberships.get(circle)
    if (!membership) throw circleNotFound()
    return membership
  }

  /** Forgets a membership, unless the profile has joined again or was erased meanwhile. */
  #forget({ id, ticket }: Membership): void {
    if (this.#context.store.profile() && this.#memberships.get(id)?.ticket === ticket) {
      this.#memberships.remove(id)
    }
  }

  #circle(id: string): CircleStub {
    return circleObject(this.#context.env, id)
  }
}

function hexadecimal(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}

export function circleNotFound(): LaurelError {
  return new LaurelError('circle_not_found', 'This circle doesn’t exist, or you aren’t in it.', {
    hint: 'Ask its maker for an invite code.',
  })
}

function wrongCode(): LaurelError {
  return new LaurelError('circle_not_found', 'No circle has this code.', {
    hint: 'Check how it is spelled. Its maker may have replaced it.',
  })
}
