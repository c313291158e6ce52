import { type CardView, CardViewSchema } from '../contract/cards.ts'

/**
 * A profile's images in R2, under the profile's prefix: PNGs rendered from its view, and the view rendered last, for
 * when its object does not respond.
 */
export class ImageStore {
  readonly #bucket: R2Bucket
  readonly #prefix: string

  constructor(bucket: R2Bucket, profileId: string) {
    this.#bucket = bucket
    this.#prefix = `profiles/${profileId}/pictures/`
  }

  /** Returns the image of one rendering of a view; null if it is not stored. */
  async get(kind: string, drawing: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return bytesOf(await this.#bucket.get(this.#key(kind, drawing)))
  }

  /** Returns the last image of its kind. */
  async last(kind: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const [key] = (await this.#keys(`${kind}/`)).slice(-1)
    return key === undefined ? null : bytesOf(await this.#bucket.get(key))
  }

  /** Stores an image, replacing earlier ones of its kind. */
  async replace(kind: string, drawing: string, png: Uint8Array): Promise<void> {
    const key = this.#key(kind, drawing)
    await this.#bucket.put(key, png)
    const others = (await this.#keys(`${kind}/`)).filter((other) => other !== key)
    if (others.length > 0) await this.#bucket.delete(others)
  }

  async saveView(view: CardView): Promise<void> {
    await this.#bucket.put(`${this.#prefix}view.json`, JSON.stringify(view))
  }

  async lastView(): Promise<CardView | null> {
    const object = await this.#bucket.get(`${this.#prefix}view.json`)
    const parsed = CardViewSchema.safeParse(object === null ? null : await object.json())
    return parsed.success ? parsed.data : null
  }

  async erase(): Promise<void> {
    const keys = await this.#keys('')
    if (keys.length > 0) await this.#bucket.delete(keys)
  }

  #key(kind: string, drawing: string): string {
    return `${this.#prefix}${kind}/${drawing}.png`
  }

  /** Returns the keys; there are few, so one page of a listing suffices. */
  async #keys(below: string): Promise<string[]> {
    const { objects } = await this.#bucket.list({ prefix: this.#prefix + below })
    return objects.map(({ key }) => key)
  }
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
