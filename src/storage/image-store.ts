import { type CardView, CardViewSchema } from '../contract/cards.ts'
import { ProfileBucket, type Wanted } from './profile-bucket.ts'

/**
 * A profile's images in R2, under the profile's prefix: PNGs rendered from its view, and the view rendered last, for
 * when its object does not respond.
 */
export class ImageStore {
  readonly #bucket: ProfileBucket

  constructor(bucket: R2Bucket, profileId: string) {
    this.#bucket = new ProfileBucket(bucket, profileId, 'pictures/')
  }

  /** Returns the image of one rendering of a view; null if it is not stored. */
  async get(kind: string, drawing: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return bytesOf(await this.#bucket.get(keyOf(kind, drawing)))
  }

  /** Returns the last image of its kind. */
  async last(kind: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const key = (await this.#keys(kind)).at(-1)
    return key === undefined ? null : bytesOf(await this.#bucket.get(key))
  }

  /** Stores an image, replacing earlier ones of its kind. */
  async replace(kind: string, drawing: string, png: Uint8Array, wanted: Wanted): Promise<void> {
    const key = keyOf(kind, drawing)
    if (!(await this.#bucket.put(key, png, wanted))) return
    await this.#bucket.delete((await this.#keys(kind)).filter((other) => other !== key))
  }

  async saveView(view: CardView, wanted: Wanted): Promise<void> {
    await this.#bucket.put('view.json', JSON.stringify(view), wanted)
  }

  async lastView(): Promise<CardView | null> {
    const object = await this.#bucket.get('view.json')
    const parsed = CardViewSchema.safeParse(object === null ? null : await object.json())
    return parsed.success ? parsed.data : null
  }

  erase(): Promise<void> {
    return this.#bucket.erase()
  }

  /** Returns the keys of one kind; there are few, so one page of a listing suffices. */
  async #keys(kind: string): Promise<string[]> {
    for await (const page of this.#bucket.pages(`${kind}/`)) return page.map(({ key }) => key)
    return []
  }
}

function keyOf(kind: string, drawing: string): string {
  return `${kind}/${drawing}.png`
}

/** Placeholder images, shared by everyone. */
export class PlaceholderStore {
  readonly #bucket: R2Bucket

  constructor(bucket: R2Bucket) {
    this.#bucket = bucket
  }

  async get(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return bytesOf(await this.#bucket.get(`notices/${name}.png`))
  }

  async put(name: string, png: Uint8Array): Promise<void> {
    await this.#bucket.put(`notices/${name}.png`, png)
  }
}

async function bytesOf(object: R2ObjectBody | null): Promise<Uint8Array<ArrayBuffer> | null> {
  return object === null ? null : new Uint8Array(await object.arrayBuffer())
}
