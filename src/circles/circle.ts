import { beginOfMonth, monthAfter, monthOf } from './months.ts'
import type { Reached } from './points.ts'
import { type Result, resultOf, withoutMember } from './result.ts'

/** What a circle is, besides its members. Times are Unix seconds. */
export interface CircleFacts {
  /** Of its address. */
  id: string
  name: string
  /** An IANA name: when its months begin and end. */
  time_zone: string
  created_at: number
  /** The profile that may rename it, remove members and end it. */
  maker: string
  /** Whoever has it may join. */
  code: string
}

/** What a profile tells its circles. Of two, the one with the higher revision counts. */
export interface Standing {
  revision: number
  reached: readonly Reached[]
}

/** A profile on its way into a circle. */
export interface Joining {
  /** The profile's id. */
  id: string
  handle: string
  /** Higher each time that the profile joins a circle, so that messages of an earlier stay do nothing. */
  ticket: number
  standing: Standing
}

export interface Member extends Joining {
  joined_at: number
}

/** What a profile answers a circle that asks: how it stands; null if it has left, or is gone. */
export type Answer = Standing | null

export interface FrozenMonth extends Result {
  month: string
  frozen_at: number
}

/** What a circle keeps. */
export interface CircleStore {
  facts(): CircleFacts | null
  saveFacts(facts: CircleFacts): void
  members(): Member[]
  member(id: string): Member | null
  saveMember(member: Member): void
  removeMember(id: string): void
  /** Earliest first. */
  months(): FrozenMonth[]
  saveMonth(month: FrozenMonth): void
}

/**
 * The rules of a circle. What members tell may come twice, late, in any order or not at all: before a month is frozen
 * all of them are asked, and afterwards nothing changes it but that whoever leaves is taken out.
 */
export class Circle {
  readonly #store: CircleStore
  readonly #limits: { membersMax: number; graceSeconds: number }

  /** @param limits `graceSeconds`: how long after its end a month is frozen */
  constructor(store: CircleStore, limits: { membersMax: number; graceSeconds: number }) {
    this.#store = store
    this.#limits = limits
  }

  /** Takes a profile in; whoever is in already stays. Returns false if there is no room. */
  join(joining: Joining, now: number): boolean {
    const before = this.#store.member(joining.id)
    if (!before && this.#store.members().length >= this.#limits.membersMax) return false
    if (before && before.ticket > joining.ticket) return true
    // It has left meanwhile, and that message is lost or late.
    if (before && before.ticket < joining.ticket) this.leave(joining.id, joining.ticket)
    const { joined_at, standing } = this.#store.member(joining.id) ?? {
      joined_at: now,
      standing: joining.standing,
    }
    this.#store.saveMember({ ...joining, joined_at, standing: newer(standing, joining.standing) })
    return true
  }

  /** Hears how a member stands. Returns false if it is none. */
  tell(id: string, ticket: number, standing: Standing): boolean {
    const member = this.#store.member(id)
    if (!member || member.ticket > ticket) return false
    if (newer(member.standing, standing) !== member.standing) this.#store.saveMember({ ...member, standing })
    return true
  }

  /**
   * Lets a member go, and takes it out of the months that are frozen. The circle passes to the member who joined first.
   * Returns whether anybody is left.
   */
  leave(id: string, ticket: number): boolean {
    const member = this.#store.member(id)
    if (member && member.ticket <= ticket) {
      this.#store.removeMember(id)
      for (const month of this.#store.months())
        this.#store.saveMonth({ ...month, ...withoutMember(month, id) })
    }
    const [next] = this.#store.members().sort((a, b) => a.joined_at - b.joined_at || (a.id < b.id ? -1 : 1))
    const facts = this.#store.facts()
    if (!next || !facts) return false
    if (!this.#store.member(facts.maker)) this.#store.saveFacts({ ...facts, maker: next.id })
    return true
  }

  /** Hears what a member answered when it was asked. */
  hear({ id, ticket }: Pick<Member, 'id' | 'ticket'>, answer: Answer): void {
    if (answer === null) this.leave(id, ticket)
    else this.tell(id, ticket, answer)
  }

  /** Returns the months that are over and not frozen, earliest first, and when the next one is to be frozen. */
  due(now: number): { months: string[]; nextAt: number } {
    const { time_zone } = this.#facts()
    const months: string[] = []
    let month = this.#firstOpen()
    while (this.#freezesAt(month, time_zone) <= now) {
      months.push(month)
      month = monthAfter(month)
    }
    return { months, nextAt: this.#freezesAt(month, time_zone) }
  }

  /** Freezes a month that is over; one that is frozen stays as it is. */
  freeze(month: string, now: number): void {
    if (this.#store.months().some((frozen) => frozen.month === month)) return
    this.#store.saveMonth({ month, frozen_at: now, ...this.#counted(month) })
  }

  /** Returns the months that can be shown, latest first: up to that of `now`. */
  months(now: number): string[] {
    const { time_zone } = this.#facts()
    const months = this.#store.months().map(({ month }) => month)
    const last = monthOf(now, time_zone)
    for (let month = this.#firstOpen(); month <= last; month = monthAfter(month)) months.push(month)
    return months.reverse()
  }

  /** Returns the result of a month: as it was frozen, or as it stands. */
  result(month: string): Result & { frozen_at: number | null } {
    const frozen = this.#store.months().find((stored) => stored.month === month)
    return frozen ?? { ...this.#counted(month), frozen_at: null }
  }

  #counted(month: string): Result {
    const { time_zone } = this.#facts()
    const members = this.#store.members().map(({ id, standing }) => ({ id, reached: standing.reached }))
    return resultOf(members, {
      from: beginOfMonth(month, time_zone),
      until: beginOfMonth(monthAfter(month), time_zone),
    })
  }

  #firstOpen(): string {
    const last = this.#store.months().at(-1)
    const { created_at, time_zone } = this.#facts()
    return last ? monthAfter(last.month) : monthOf(created_at, time_zone)
  }

  #freezesAt(month: string, timeZone: string): number {
    return beginOfMonth(monthAfter(month), timeZone) + this.#limits.graceSeconds
  }

  #facts(): CircleFacts {
    const facts = this.#store.facts()
    if (!facts) throw new Error('There is no such circle.')
    return facts
  }
}

/** Returns the standing that counts: `known`, unless the other one is newer. */
function newer(known: Standing, other: Standing): Standing {
  return other.revision > known.revision ? other : known
}
