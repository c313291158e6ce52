import {
  type Answer,
  Circle,
  type CircleFacts,
  type CircleStore,
  type FrozenMonth,
  type Member,
} from '../../src/circles/circle.ts'
import type { Reached } from '../../src/circles/points.ts'

/** A store of a circle in memory. What it gives away is a copy, as of rows. */
export class MemoryCircle implements CircleStore {
  #facts: CircleFacts | null = null
  readonly #members = new Map<string, Member>()
  readonly #months = new Map<string, FrozenMonth>()

  facts() {
    return structuredClone(this.#facts)
  }
  saveFacts(facts: CircleFacts) {
    this.#facts = structuredClone(facts)
  }
  members() {
    return structuredClone([...this.#members.values()])
  }
  member(id: string) {
    return structuredClone(this.#members.get(id) ?? null)
  }
  saveMember(member: Member) {
    this.#members.set(member.id, structuredClone(member))
  }
  removeMember(id: string) {
    this.#members.delete(id)
  }
  months() {
    return structuredClone([...this.#months.values()].sort((a, b) => (a.month < b.month ? -1 : 1)))
  }
  saveMonth(month: FrozenMonth) {
    this.#months.set(month.month, structuredClone(month))
  }
}

const LIMITS = { membersMax: 100, graceSeconds: 12 * 3600 }

/** Returns a circle without members, and its store. */
export function newCircle({
  at,
  zone = 'UTC',
  limits = LIMITS,
}: {
  at: number
  zone?: string
  limits?: typeof LIMITS
}) {
  const store = new MemoryCircle()
  store.saveFacts({
    id: 'circle',
    name: 'Circle',
    time_zone: zone,
    created_at: at,
    maker: 'ada',
    code: 'CODE',
  })
  return { store, circle: new Circle(store, limits) }
}

/** What the object of a profile knows: whether it is in the circle, and how it stands. */
export class Profile {
  readonly id: string
  #ticket = 0
  #isIn = false
  #isGone = false
  #revision = 0
  #reached: readonly Reached[] = []

  constructor(id: string) {
    this.id = id
  }

  get isIn(): boolean {
    return this.#isIn && !this.#isGone
  }
  get isGone(): boolean {
    return this.#isGone
  }
  get ticket(): number {
    return this.#ticket
  }
  get standing() {
    return { revision: this.#revision, reached: this.#reached }
  }

  join(): void {
    this.#ticket += 1
    this.#isIn = true
  }
  leave(): void {
    this.#isIn = false
  }
  erase(): void {
    this.#isGone = true
  }
  publish(reached: readonly Reached[]): void {
    this.#reached = reached
    this.#revision += 1
  }

  answer(ticket: number): Answer {
    return this.isIn && this.#ticket === ticket ? this.standing : null
  }
}
