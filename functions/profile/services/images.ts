import type { CardView } from '../../../src/contract/cards.ts'
import { PictureStore } from '../../../src/storage/picture-store.ts'
import type { ProfileDocument, ProfileStore } from '../../../src/storage/profile-store.ts'
import { cardViewOf } from '../../../src/view/card-view.ts'

/** What pictures are drawn from. */
export interface ImageSource {
  profileId: string
  visibility: ProfileDocument['visibility']
  /** Null until the first scan has published something. */
  view: CardView | null
}

/** The part of a profile's object that pictures come to: it hands the view out, and keeps what was drawn of it. */
export class Images {
  readonly #store: ProfileStore
  readonly #bucket: R2Bucket
  /** The revision that is kept for when this object does not answer. */
  #kept: number | null = null

  constructor(store: ProfileStore, bucket: R2Bucket) {
    this.#store = store
    this.#bucket = bucket
  }

  /** The published view for everyone to see: null for a private profile as for none. Nothing is evaluated or begun. */
  imageSource(): ImageSource | null {
    const profile = this.#shown()
    if (!profile) return null
    const view = this.#store.lastingView()
    return {
      profileId: profile.id,
      visibility: profile.visibility,
      view: view && cardViewOf(profile.handle, view),
    }
  }

  /** Keeps the view that pictures were drawn from, once for each. */
  async keepView({ profileId, view }: ImageSource): Promise<void> {
    if (view === null || view.partial || view.revision === this.#kept) return
    this.#kept = view.revision
    try {
      await this.#keep(profileId, (pictures) => pictures.saveView(view))
    } catch (error) {
      this.#kept = null
      throw error
    }
  }

  /** Keeps a picture in the place of the one before. */
  async keepPicture(profileId: string, kind: string, drawing: string, png: Uint8Array): Promise<void> {
    await this.#keep(profileId, (pictures) => pictures.replace(kind, drawing, png))
  }

  /** Forgets what was kept: what is private now is drawn no more. */
  async forget(profileId: string): Promise<void> {
    this.#kept = null
    await new PictureStore(this.#bucket, profileId).erase()
  }

  async #keep(profileId: string, work: (pictures: PictureStore) => Promise<void>): Promise<void> {
    if (this.#shown()?.id !== profileId) return
    await work(new PictureStore(this.#bucket, profileId))
    // Erased or made private while it was written.
    if (this.#shown()?.id !== profileId) await this.forget(profileId)
  }

  #shown(): ProfileDocument | null {
    const profile = this.#store.profile()
    return profile?.visibility === 'private' ? null : profile
  }
}
