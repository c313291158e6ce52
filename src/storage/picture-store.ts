import { type CardView, CardViewSchema } from '../contract/cards.ts'

/**
 * What is kept of a profile's pictures in R2, below the profile: the PNGs that were drawn of its view, and the view
 * itself as pictures were last drawn from it, for when its object does not answer.
 */
export class PictureStore {
  readonly #bucket: R2Bucket
  readonly #prefix: string

  constructor(bucket: R2Bucket, profileId: string) {
    this.#bucket = bucket
    this.#prefix = `profiles/${profileId}/pictures/`
  }

  /** The picture of one drawing of a view; null when it is not there. */
  async get(kind: string, drawing: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return bytesOf(await this.#bucket.get(this.#key(kind, drawing)))
  }

  /** The last picture of the kind that was drawn. */
  async last(kind: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const [key] = (await this.#keys(`${kind}/`)).slice(-1)
    return key === undefined ? null : bytesOf(await this.#bucket.get(key))
  }

  /** Keeps a picture in the place of those of its kind before it. */
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

  /** At most a few: one page of a listing. */
  async #keys(below: string): Promise<string[]> {
    const { objects } = await this.#bucket.list({ prefix: this.#prefix + below })
    return objects.map(({ key }) => key)
  }
}

/** Pictures of what can't be shown, the same for everyone. */
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
