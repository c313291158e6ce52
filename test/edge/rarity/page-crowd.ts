import type { Visibility } from '../../../src/contract/profiles.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { TIER_NAMES } from '../../../src/engine/types.ts'
import {
  NOTHING_COUNTED,
  type Tallied,
  type Tally,
  type ToldTally,
  tallyOf,
  toldNext,
} from '../../../src/rarity/tally.ts'
import { RarityTable } from '../../../src/storage/rarity-table.ts'
import { Registry } from '../../../src/storage/registry.ts'
import { Random } from '../../fixtures/random.ts'

/** What becomes of a message to the registry. */
export type Fate = 'at once' | 'twice' | 'late' | 'lost'

interface Page {
  id: string
  visibility: Visibility
  sample: boolean
  view: Tallied | null
  tally: Tally
  told: ToldTally | null
}

const DAY = 86_400
/** Days after the first session, and the letter that stands for them; null: a time that only a scan gave. */
const TIMES: readonly (readonly [days: number | null, pace: string])[] = [
  [null, '-'],
  [0, '0'],
  [1, '0'],
  [1.5, '1'],
  [40, '5'],
  [731, 'a'],
]
const PAGES = 24
/** Few, so that pages share them; one of them secret, one without tiers. */
const BADGES = [
  ...CATALOG.filter(({ secret, kind }) => !secret && kind === 'lifetime').slice(0, 2),
  ...CATALOG.filter(({ secret, kind }) => !secret && kind === 'multi_condition').slice(0, 1),
  ...CATALOG.filter(({ secret }) => secret).slice(0, 1),
]

/** Pages to which random things happen, and what the registry is told of them. */
export class PageCrowd {
  readonly #database: D1Database
  readonly #registry: Registry
  readonly #table: RarityTable
  readonly #random: Random
  readonly #fates: readonly Fate[]
  readonly #name: string
  readonly #pages = new Map<number, Page>()
  readonly #late: [id: string, told: ToldTally][] = []
  readonly #sent: [id: string, told: ToldTally][] = []
  #made = 0
  #now = 1000

  constructor(database: D1Database, name: string, fates: readonly Fate[]) {
    this.#database = database
    this.#registry = new Registry(database)
    this.#table = new RarityTable(database)
    this.#random = new Random(name)
    this.#name = name
    this.#fates = fates
  }

  /** One thing happens to one page. */
  async step(): Promise<void> {
    this.#now += 1
    const place = this.#random.int(0, PAGES - 1)
    const page = this.#pages.get(place)
    if (!page) return this.#create(place)
    const what = this.#random.int(0, 19)
    if (what === 0) return this.#erase(place, page)
    if (what === 1) return this.#publish(page, null)
    if (what < 8)
      return this.#show(page, this.#random.pick(['private', 'unlisted', 'public', 'public'] as const))
    if (what === 8) return this.deliverLate()
    return this.#publish(page, this.#view())
  }

  /** What a cron tick does, until it has come round. */
  async askAll(): Promise<void> {
    // A registration that failed is told again by its object.
    for (const { id, visibility } of this.#pages.values()) await this.#registry.setVisibility(id, visibility)
    let asked: { id: string }[]
    let began = true
    const byId = new Map([...this.#pages.values()].map((page) => [page.id, page]))
    do {
      asked = await this.#table.takeNext(this.#now * DAY * 1000, DAY, 10)
      for (const { id } of asked) {
        const page = byId.get(id)
        if (page?.told) await this.#table.put(id, page.told)
      }
      began = (await this.#database.prepare('SELECT after FROM rarity').first<string>('after')) !== ''
    } while (began)
  }

  /** The messages arrive that are still on their way, the last ones first, even those of pages that are gone. */
  async deliverLate(): Promise<void> {
    for (const [id, told] of this.#late.splice(0).reverse()) await this.#table.put(id, told)
  }

  /** All messages that were ever sent come once more, the last ones first, so that the oldest come last. */
  async deliverAllAgain(): Promise<void> {
    for (const [id, told] of this.#sent.toReversed()) await this.#table.put(id, told)
  }

  /** All pages go. */
  async end(): Promise<void> {
    for (const [place, page] of [...this.#pages]) await this.#erase(place, page)
  }

  /** Counts the pages that are public now, one by one. */
  plainCount(): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const { visibility, sample, view } of this.#pages.values()) {
      if (visibility !== 'public' || sample || view === null) continue
      const basis = view.provenance === 'scanned' ? 'scanned' : 'self_reported'
      const count = (name: string) => {
        counts[`${basis} ${name}`] = (counts[`${basis} ${name}`] ?? 0) + 1
      }
      count(' 1 -')
      const letterOf = (at: number | null) =>
        TIMES.find(([days]) => days === (at === null ? null : (at - (view.firstAt ?? 0)) / DAY))?.[1]
      for (const { id, unlocked, tier, tier_history, unlocked_at, dated_by } of view.achievements) {
        if (!unlocked || CATALOG.some((definition) => definition.id === id && definition.secret)) continue
        if (tier === null) count(`${id} 1 ${letterOf(dated_by ? null : unlocked_at)}`)
        for (const [at, step] of tier_history.entries())
          count(`${id} ${at + 1} ${letterOf(step.dated_by ? null : step.reached_at)}`)
      }
    }
    return counts
  }

  async #create(place: number): Promise<void> {
    const id = `${this.#name}-${this.#made++}`
    const visibility = this.#random.pick(['private', 'unlisted', 'public', 'public'] as const)
    const sample = this.#random.int(0, 9) === 0
    await this.#database
      .prepare('INSERT INTO profiles (id, handle, visibility, created_at, expires_at) VALUES (?, ?, ?, ?, ?)')
      .bind(id, id, visibility, this.#now, sample ? 1e12 : null)
      .run()
    this.#pages.set(place, { id, visibility, sample, view: null, tally: NOTHING_COUNTED, told: null })
  }

  async #erase(place: number, { id }: Page): Promise<void> {
    this.#pages.delete(place)
    await this.#registry.beginErasure([id], this.#now)
    // Cut off, or not: the page no longer counts.
    if (this.#random.int(0, 1) === 0) await this.#registry.remove([id], null)
  }

  async #show(page: Page, visibility: Visibility): Promise<void> {
    page.visibility = visibility
    await this.#registry.setVisibility(page.id, visibility)
    await this.#tell(page)
  }

  async #publish(page: Page, view: Tallied | null): Promise<void> {
    page.view = view
    page.tally = view ? tallyOf(view) : NOTHING_COUNTED
    page.told = toldNext(page.told, page.tally, this.#now)
    await this.#tell(page)
  }

  async #tell({ id, told, visibility }: Page): Promise<void> {
    if (told === null || visibility !== 'public') return
    const fate = this.#random.pick(this.#fates)
    this.#sent.push([id, told])
    if (fate === 'lost') return
    if (fate === 'late') this.#late.push([id, told])
    else await this.#table.put(id, told)
    if (fate === 'twice') await this.#table.put(id, told)
  }

  #view(): Tallied {
    const firstAt = this.#random.int(1, 100) * DAY
    const time = () => {
      const [days] = this.#random.pick(TIMES)
      return days === null ? { at: 9e8, dated_by: 'scan' as const } : { at: firstAt + days * DAY }
    }
    const achievements = BADGES.map(({ id, kind }) => {
      const reached = this.#random.int(0, 5)
      const { at, ...dated } = time()
      const tiers = kind === 'multi_condition' ? [] : TIER_NAMES.slice(0, reached)
      const tier_history = tiers.map((tier) => {
        const { at: reached_at, ...rest } = time()
        return { tier, reached_at, ...rest }
      })
      return {
        id,
        unlocked: reached > 0,
        tier: tiers.at(-1) ?? null,
        tier_history,
        unlocked_at: reached > 0 ? at : null,
        ...dated,
      }
    })
    const provenance = this.#random.pick(['scanned', 'self-reported', 'mixed'] as const)
    return { achievements, provenance, firstAt }
  }
}
