import type { CardView } from '../../../src/contract/cards.ts'
import { ImageStore } from '../../../src/storage/image-store.ts'
import type { ProfileDocument } from '../../../src/storage/profile-document.ts'
import { cardViewOf } from '../../../src/view/card-view.ts'
import type { ProfileContext } from '../context.ts'

/** What images are rendered from. */
export interface ImageSource {
  profileId: string
  visibility: ProfileDocument['visibility']
  /** `ProfileStore.stamp`. */
  stamp: string
  /** Null until the first scan has published something. */
  view: CardView | null
  /** What the owner calls the page; null if nothing. Never in R2, so that it is gone when they take it back. */
  name: string | null
}

/** Serves the published view to the image routes and caches rendered images in R2. */
export class Images {
  readonly calls = ['source', 'keepImage'] as const
  readonly #context: ProfileContext
  readonly #name: () => string | null
  /** The revision that R2 has, for requests that this object does not answer. */
  #kept: number | null = null

  /** @param name returns what the owner calls the page */
  constructor(context: ProfileContext, name: () => string | null) {
    this.#context = context
    this.#name = name
  }

  /** Returns the published view for images; null if the profile is private or does not exist. Starts no scan. */
  source(): ImageSource | null {
    const profile = this.#shown()
    if (!profile) return null
    const view = this.#context.store.lastingView()
    const source = {
      profileId: profile.id,
      visibility: profile.visibility,
      stamp: this.#context.store.stamp(),
      view: view && cardViewOf(profile.handle, view),
      name: this.#name(),
    }
    this.#context.ctx.waitUntil(this.#keepView(source).catch(() => undefined))
    return source
  }

  /** Caches an image in place of the one before. `drawing`: the version of its content. */
  async keepImage(profileId: string, kind: string, drawing: string, png: Uint8Array): Promise<void> {
    await this.#keep(profileId, (images, wanted) => images.replace(kind, drawing, png, wanted))
  }

  /** Deletes all cached images: those of a private profile must not be served, nor those with another name on them. */
  async forget(profileId: string): Promise<void> {
    this.forgotten()
    await new ImageStore(this.#context.env.SNAPSHOTS, profileId).erase()
  }

  /** Call when R2 has nothing of the profile any more. */
  forgotten(): void {
    this.#kept = null
  }

  /** Stores the view in R2, once per revision. */
  async #keepView({ profileId, view }: ImageSource): Promise<void> {
    if (view === null || view.partial || view.revision === this.#kept) return
    this.#kept = view.revision
    try {
      await this.#keep(profileId, (images, wanted) => images.saveView(view, wanted))
    } catch (error) {
      this.#kept = null
      throw error
    }
  }

  /** Writes if the profile is shown, and still is after the write: it may be erased or made private meanwhile. */
  async #keep(
    profileId: string,
    write: (images: ImageStore, wanted: () => boolean) => Promise<void>,
  ): Promise<void> {
    const wanted = () => this.#shown()?.id === profileId
    if (wanted()) await write(new ImageStore(this.#context.env.SNAPSHOTS, profileId), wanted)
  }

  #shown(): ProfileDocument | null {
    const profile = this.#context.store.profile()
    return profile?.visibility === 'private' ? null : profile
  }
}
