import { DurableObject } from 'cloudflare:workers'
import {
  type Answer,
  Circle,
  type CircleFacts,
  type Joining,
  type Member,
  type Standing,
} from '../../src/circles/circle.ts'
import { codeText, newCode } from '../../src/circles/codes.ts'
import { type Config, configFrom } from '../../src/config.ts'
import type { Circle as CirclePayload, ListedCircle } from '../../src/contract/circles.ts'
import { CircleRegistry } from '../../src/storage/circle-registry.ts'
import { CircleTables } from '../../src/storage/circle-tables.ts'
import { logFailure } from '../log.ts'
import { profileClient } from '../profile/client.ts'
import type { Refusal } from './client.ts'
import { listedCircle, shownCircle } from './shown.ts'

/**
 * One circle. The objects of profiles call it, and it calls those of its members; nothing else does. Refusals are data:
 * errors lose their class on the way.
 */
export class CircleObject extends DurableObject<Env> {
  readonly #config: Config
  readonly #tables: CircleTables
  readonly #circle: Circle
  /** When all members were asked last, in Unix seconds. */
  #askedAt = 0

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#config = configFrom({ ...env })
    this.#tables = new CircleTables(ctx.storage)
    this.#circle = new Circle(this.#tables, {
      membersMax: this.#config.CIRCLE_MEMBERS_MAX,
      graceSeconds: this.#config.CIRCLE_GRACE_SECONDS,
    })
  }

  /** Makes the circle, with its first member. */
  async make(
    id: string,
    { name, time_zone }: Pick<CircleFacts, 'name' | 'time_zone'>,
    maker: Joining,
  ): Promise<void> {
    const now = Date.now() / 1000
    const code = newCode(this.#config.CIRCLE_CODE_CHARACTERS)
    await new CircleRegistry(this.env.REGISTRY).put(id, code)
    this.#tables.transaction(() => {
      this.#tables.saveFacts({ id, name, time_zone, created_at: now, maker: maker.id, code })
      this.#circle.join(maker, now)
    })
    this.#askedAt = now
    await this.#schedule()
  }

  /** Takes a profile in by the code. */
  async join(code: string, joining: Joining): Promise<'joined' | 'unknown' | 'full'> {
    if (this.#tables.facts()?.code !== code) return 'unknown'
    return this.#circle.join(joining, Date.now() / 1000) ? 'joined' : 'full'
  }

  /** Hears how a member stands. Returns false if it is none. */
  async tell(id: string, ticket: number, standing: Standing): Promise<boolean> {
    return this.#tables.facts() !== null && this.#circle.tell(id, ticket, standing)
  }

  /** Lets a member go, and ends with the last one. */
  async leave(id: string, ticket: number): Promise<void> {
    if (this.#tables.facts() === null) return
    if (!this.#tables.transaction(() => this.#circle.leave(id, ticket))) await this.#end()
  }

  /** Returns what a member sees of a month, by default the current one; null for others, and without such a month. */
  async show(id: string, month: string | null): Promise<CirclePayload | 'no month' | null> {
    if (!this.#isMember(id)) return null
    await this.#refresh()
    const { facts, now } = { facts: this.#tables.facts(), now: Date.now() / 1000 }
    if (facts === null || !this.#isMember(id)) return null
    const months = this.#circle.months(now)
    const shown = month ?? months[0]
    if (shown === undefined || !months.includes(shown)) return 'no month'
    const { CIRCLE_MEMBERS_MAX: membersMax, CIRCLE_GRACE_SECONDS: graceSeconds } = this.#config
    const code = facts.maker === id ? { code: codeText(facts.code) } : {}
    const parts = { facts, members: this.#tables.members(), result: this.#circle.result(shown), months }
    return { ...shownCircle({ ...parts, month: shown, membersMax, graceSeconds }), ...code }
  }

  /** Returns what a member's list of circles says of it; null for others. */
  async summary(id: string): Promise<ListedCircle | null> {
    const facts = this.#tables.facts()
    if (facts === null || !this.#isMember(id)) return null
    const [month = ''] = this.#circle.months(Date.now() / 1000)
    return listedCircle(facts, this.#tables.members(), this.#circle.result(month), id)
  }

  /** Renames the circle for its maker. */
  async rename(by: string, name: string): Promise<'done' | Refusal> {
    const facts = this.#madeBy(by)
    if (typeof facts === 'string') return facts
    this.#tables.saveFacts({ ...facts, name })
    return 'done'
  }

  /** Replaces the invite code for the maker. */
  async renewCode(by: string): Promise<'done' | Refusal> {
    const facts = this.#madeBy(by)
    if (typeof facts === 'string') return facts
    const code = newCode(this.#config.CIRCLE_CODE_CHARACTERS)
    this.#tables.saveFacts({ ...facts, code })
    await new CircleRegistry(this.env.REGISTRY).put(facts.id, code)
    return 'done'
  }

  /** Removes a member for the maker, and replaces the code, which that member may have. */
  async remove(by: string, handle: string): Promise<'done' | Refusal | 'no such member'> {
    const facts = this.#madeBy(by)
    if (typeof facts === 'string') return facts
    const member = this.#tables.members().find((known) => known.handle === handle)
    if (!member) return 'no such member'
    await this.leave(member.id, member.ticket)
    return this.#tables.facts() === null ? 'done' : this.renewCode(this.#tables.facts()?.maker ?? by)
  }

  /** Ends the circle for its maker. */
  async end(by: string): Promise<'done' | Refusal> {
    const facts = this.#madeBy(by)
    if (typeof facts === 'string') return facts
    await this.#end()
    return 'done'
  }

  /** Freezes the months that are over. If members can't be asked, waits some time for them. */
  override async alarm(): Promise<void> {
    try {
      if (this.#tables.facts() === null) return
      const [first] = this.#circle.due(Date.now() / 1000).months
      if (first !== undefined && !(await this.#ask()) && this.#isPatient()) return await this.#retry()
      if (this.#tables.facts() === null) return
      const now = Date.now() / 1000
      this.#tables.transaction(() => {
        for (const month of this.#circle.due(now).months) this.#circle.freeze(month, now)
      })
      await this.#schedule()
    } catch (error) {
      logFailure('alarm_failed', error)
      await this.#retry()
    }
  }

  #isMember(id: string): boolean {
    return this.#tables.facts() !== null && this.#tables.member(id) !== null
  }

  #madeBy(by: string): CircleFacts | Refusal {
    const facts = this.#tables.facts()
    if (facts === null || !this.#tables.member(by)) return 'no member'
    return facts.maker === by ? facts : 'not the maker'
  }

  async #refresh(): Promise<void> {
    if (Date.now() / 1000 - this.#askedAt >= this.#config.CIRCLE_FRESH_SECONDS) await this.#ask()
  }

  /** Asks all members how they stand. Returns whether all could be asked. */
  async #ask(): Promise<boolean> {
    const id = this.#tables.facts()?.id ?? ''
    this.#askedAt = Date.now() / 1000
    const members = this.#tables.members()
    const answers = await Promise.allSettled(members.map((member) => this.#answerOf(id, member)))
    if (this.#tables.facts() === null) return true
    this.#tables.transaction(() => {
      for (const [at, member] of members.entries()) {
        const answer = answers[at]
        if (answer?.status === 'fulfilled') this.#circle.hear(member, answer.value)
      }
    })
    if (this.#tables.members().length === 0) await this.#end()
    return answers.every(({ status }) => status === 'fulfilled')
  }

  async #answerOf(circle: string, { id, handle, ticket }: Member): Promise<Answer> {
    return profileClient(this.env, handle).circles.standing(circle, id, ticket)
  }

  /** Whether the earliest month that is due may wait for members that could not be asked. */
  #isPatient(): boolean {
    const now = Date.now() / 1000
    return this.#circle.due(now - this.#config.CIRCLE_PATIENCE_SECONDS).months.length === 0
  }

  async #end(): Promise<void> {
    const facts = this.#tables.facts()
    if (facts === null) return
    await new CircleRegistry(this.env.REGISTRY).remove(facts.id)
    await this.#tables.erase()
  }

  async #schedule(): Promise<void> {
    await this.ctx.storage.setAlarm(this.#circle.due(Date.now() / 1000).nextAt * 1000)
  }

  async #retry(): Promise<void> {
    await this.ctx.storage.setAlarm(Date.now() + this.#config.CIRCLE_RETRY_SECONDS * 1000)
  }
}
