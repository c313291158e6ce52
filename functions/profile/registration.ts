import { ListingTable } from '../../src/storage/listing-table.ts'
import type { ProfileDocument } from '../../src/storage/profile-document.ts'
import { Registry } from '../../src/storage/registry.ts'
import { listedAs, tiersIn } from '../../src/view/listing.ts'
import type { ProfileContext } from './context.ts'
import type { Images } from './services/images.ts'
import type { RarityTelling } from './services/rarity.ts'

/**
 * Keeps the registry's copy of the visibility, by which sitemaps are made, what `/explore` lists of the page, and the
 * cached images in step with the profile's own. A change says in the profile's document when the registry is due to be told, so that a failure or
 * an eviction only delays it.
 */
export class Registration {
  readonly #context: ProfileContext
  readonly #images: Images
  readonly #rarity: RarityTelling
  #telling: Promise<void> = Promise.resolve()

  constructor(context: ProfileContext, { images, rarity }: { images: Images; rarity: RarityTelling }) {
    this.#context = context
    this.#images = images
    this.#rarity = rarity
  }

  /** When to tell the registry again, in Unix seconds; null if it knows. */
  get dueAt(): number | null {
    return this.#context.store.profile()?.registry_due_at ?? null
  }

  /** Returns the profile as it is to be saved before the registry is told of it. */
  changed(profile: ProfileDocument): ProfileDocument {
    return { ...profile, registry_due_at: this.#nextTry() }
  }

  /**
   * Tells the registry, unless it knows, and deletes the images of a private profile. One call after the other: the
   * last visibility has to arrive last.
   */
  tell(): Promise<void> {
    const told = this.#telling.then(() => this.#tellNow())
    this.#telling = told.catch(() => undefined)
    return told
  }

  /** Call when there is another view, or none: tells the registry, after the response, if that changes what it lists. */
  viewChanged(): void {
    const profile = this.#context.store.profile()
    if (!profile || profile.listed_as === this.#listing(profile)) return
    this.#context.store.saveProfile(this.changed(profile))
    this.#context.ctx.waitUntil(this.tell())
  }

  async tellIfDue(): Promise<void> {
    const { dueAt } = this
    if (dueAt !== null && dueAt <= this.#context.now()) await this.tell()
  }

  async #tellNow(): Promise<void> {
    const { env, store } = this.#context
    const told = store.profile()
    if (told?.registry_due_at === undefined) return
    const listing = this.#listing(told)
    const done = await Promise.allSettled([
      new Registry(env.REGISTRY)
        .setVisibility(told.id, told.visibility)
        .then(() => this.#tellListing(told, listing)),
      told.visibility === 'private' ? this.#images.forget(told.id) : null,
    ])
    if (done.some(({ status }) => status === 'rejected')) {
      console.warn(JSON.stringify({ event: 'registry_not_told' }))
      this.#save(told.id, this.changed(store.profile() ?? told))
      return
    }
    await this.#rarity.check()
    const { registry_due_at: _known, listed_as: _before, ...profile } = store.profile() ?? told
    // A change meanwhile is told by its own call.
    if (profile.visibility !== told.visibility || this.#listing(profile) !== listing) return
    this.#save(told.id, { ...profile, ...(listing !== undefined && { listed_as: listing }) })
  }

  /** Returns what is to be listed of the page; undefined for nothing: without its owner's word, or a view. */
  #listing({ listed, visibility, sample }: ProfileDocument): string | undefined {
    const view = this.#context.store.lastingView()
    if (!listed || visibility !== 'public' || sample || !view || view.partial) return undefined
    return listedAs(view.achievements)
  }

  async #tellListing({ id, listed_as }: ProfileDocument, listing: string | undefined): Promise<void> {
    const table = new ListingTable(this.#context.env.REGISTRY)
    if (listing !== undefined) await table.list(id, tiersIn(listing), this.#context.now())
    else if (listed_as !== undefined) await table.unlist(id)
  }

  /** Saves the profile unless it was erased meanwhile. */
  #save(id: string, profile: ProfileDocument): void {
    if (this.#context.store.profile()?.id === id) this.#context.store.saveProfile(profile)
  }

  #nextTry(): number {
    return this.#context.now() + this.#context.config.REGISTRY_RETRY_SECONDS
  }
}
