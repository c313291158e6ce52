import { NOTHING_COUNTED, type Tally, type ToldTally, tallyOf, toldNext } from '../../../src/rarity/tally.ts'
import { DocumentTable } from '../../../src/storage/document-table.ts'
import { RarityTable } from '../../../src/storage/rarity-table.ts'
import type { ProfileContext } from '../context.ts'

/**
 * Tells the registry what a public page counts as among all of them. What is to be told is stored first, so that a
 * failure or an eviction only delays it. Told twice, it changes nothing.
 */
export class RarityTelling {
  readonly calls = ['check'] as const
  readonly #context: ProfileContext
  readonly #schedule: () => Promise<void>
  readonly #documents: DocumentTable<{ told_tally: ToldTally }>
  #telling: Promise<void> = Promise.resolve()

  /** @param schedule sets the alarm anew */
  constructor(context: ProfileContext, schedule: () => Promise<void>) {
    this.#context = context
    this.#schedule = schedule
    this.#documents = new DocumentTable(context.storage.sql)
  }

  /** When to tell the registry again after a failure, in Unix seconds; null without one. */
  get dueAt(): number | null {
    return this.#told()?.due_at ?? null
  }

  /** Tells the registry, unless it knows. One call after the other. Never rejects. */
  tell(): Promise<void> {
    return this.#next(false)
  }

  /** The same, after the response. */
  tellLater(): void {
    this.#context.ctx.waitUntil(this.tell())
  }

  /** Tells the registry even if it should know: it forgets hidden pages, and may be put back to an older state. */
  check(): Promise<void> {
    return this.#next(true)
  }

  #next(anyway: boolean): Promise<void> {
    this.#telling = this.#telling.then(() => this.#tellNow(anyway))
    return this.#telling
  }

  async #tellNow(anyway: boolean): Promise<void> {
    const { env, store } = this.#context
    const profile = store.profile()
    if (!profile || profile.sample) return
    const before = this.#told()
    if (profile.visibility !== 'public') {
      // The registry has forgotten it. If it is shown again, it is told anyway.
      if (before?.due_at !== undefined) this.#save(asTold(before))
      return
    }
    const tally = this.#tally()
    if (before === null && tally.basis === null) return
    const next = toldNext(before, tally, Date.now())
    if (next === before && !before.untold && !anyway) return
    if (next !== before) this.#save({ ...next, untold: true })
    let told = asTold(next)
    try {
      await new RarityTable(env.REGISTRY).put(profile.id, told)
    } catch {
      console.warn(JSON.stringify({ event: 'rarity_not_told' }))
      const due_at = this.#context.now() + this.#context.config.REGISTRY_RETRY_SECONDS
      told = { ...told, untold: true, due_at }
    }
    // It may have been erased meanwhile.
    if (store.profile()?.id !== profile.id) return
    if (told.untold || this.#told()?.untold) this.#save(told)
    if (told.untold) await this.#schedule()
  }

  /** What the registry was told last; null if nothing ever was, or there is no profile. */
  #told(): ToldTally | null {
    return this.#context.store.profile() && this.#documents.get('told_tally')
  }

  #save(told: ToldTally): void {
    this.#documents.put('told_tally', told)
  }

  #tally(): Tally {
    const view = this.#context.store.lastingView()
    return view && !view.partial
      ? tallyOf({ ...view, firstAt: this.#context.store.checkpoints.firstActiveAt() })
      : NOTHING_COUNTED
  }
}

function asTold({ revision, basis, reached }: ToldTally): ToldTally {
  return { revision, basis, reached }
}
