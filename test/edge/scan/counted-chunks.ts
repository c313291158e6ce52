import { abortAllDurableObjects, env } from 'cloudflare:test'
import { expect } from 'vitest'
import { eraseProfile } from '../../../functions/profile/lifecycle.ts'
import { type ChunkUpload, putChunk, receiveChunk } from '../../../functions/profile/receive-chunk.ts'
import { receiveSnapshot } from '../../../functions/profile/receive-snapshot.ts'
import { sweep } from '../../../functions/profile/sweep.ts'
import { configFrom } from '../../../src/config.ts'
import type { Manifest } from '../../../src/contract/snapshots.ts'
import { sha256Hex } from '../../../src/digest.ts'
import { LaurelError } from '../../../src/errors.ts'
import { Random } from '../../fixtures/random.ts'
import { history } from '../api/histories.ts'
import { clientOf, keyOf, newProfile, nowSeconds, pass, settle, withSettings } from './profiles.ts'

const CHUNK = 4096
const SETTINGS = { CHUNK_BYTES: CHUNK, CHUNK_WRITE_SECONDS: 300, UPLOAD_TTL_SECONDS: 3600 }
const STEPS = 40

/** Refusals are outcomes like any other. */
async function orRefused(work: Promise<unknown>): Promise<void> {
  await work.catch((error) => {
    if (!(error instanceof LaurelError)) throw error
  })
}

interface Piece {
  sha256: string
  bytes: Uint8Array<ArrayBuffer>
}

/** A profile to which random things happen, and whose stored bytes never exceed those that it counts. */
class CountedProfile {
  readonly #random: Random
  readonly #handle: string
  readonly #pieces: Piece[]
  readonly #chunked: { upload: ChunkUpload; pieces: Piece[] }[] = []
  #whole: { upload: ChunkUpload; endsAt: number }[] = []
  /** Writes to R2 that have not arrived yet. */
  #onTheirWay: { upload: ChunkUpload; piece: Piece; write: number; endsAt: number }[] = []

  constructor(random: Random, handle: string, pieces: Piece[]) {
    this.#random = random
    this.#handle = handle
    this.#pieces = pieces
  }

  readonly #steps: readonly (() => Promise<unknown>)[] = [
    () => this.#begin(),
    () => this.#begin(),
    () => this.#put(),
    () => this.#put(),
    () => this.#startWrite(),
    () => this.#land(),
    () => this.#killWrite(),
    () => this.#beginWhole(),
    () => this.#putWhole(),
    () => this.#killWhole(),
    () => this.#commit(),
    () => this.#abandon(),
    () => this.#snapshot(),
    () => this.#remove(),
    () => settle(this.#handle),
    () => Promise.all([settle(this.#handle), this.#put()]),
    () => abortAllDurableObjects(),
    () => this.#passTime(),
  ]

  async step(): Promise<void> {
    await this.#random.pick(this.#steps)()
    expect(await this.storedBytes()).toBeLessThanOrEqual(await this.countedBytes())
  }

  async storedBytes(): Promise<number> {
    const { objects } = await env.SNAPSHOTS.list({ prefix: `profiles/${keyOf(this.#handle).id}/` })
    return objects.reduce((sum, { size }) => sum + size, 0)
  }

  async countedBytes(): Promise<number> {
    return (await clientOf(this.#handle).sources.list()).bytes
  }

  get #config() {
    return configFrom({ ...env })
  }

  get #uploads() {
    return clientOf(this.#handle).uploads
  }

  #upload(uploadId: string): ChunkUpload {
    return { profile: keyOf(this.#handle), source: 'default', uploadId }
  }

  async #begin(): Promise<void> {
    const count = this.#random.int(1, 4)
    const pieces = Array.from({ length: count }, () => this.#random.pick(this.#pieces))
    const main = { size: count * CHUNK, chunk_size: CHUNK, chunks: pieces.map(({ sha256 }) => sha256) }
    const manifest: Manifest = { ...main, sha256: await sha256Hex(JSON.stringify(main)), wal: null }
    const { id } = await this.#uploads.beginChunked(keyOf(this.#handle).id, 'default', manifest)
    this.#chunked.push({ upload: this.#upload(id), pieces })
  }

  /** One of the uploads in chunks, over or not, and one of its chunks. */
  #any(): { upload: ChunkUpload; piece: Piece } | null {
    if (this.#chunked.length === 0) return null
    const { upload, pieces } = this.#random.pick(this.#chunked)
    return { upload, piece: this.#random.pick(pieces) }
  }

  async #put(): Promise<void> {
    const any = this.#any()
    if (!any) return
    const { sha256, bytes } = any.piece
    await orRefused(receiveChunk(env, this.#config, any.upload, sha256, new Response(bytes).body))
  }

  async #startWrite(): Promise<void> {
    const any = this.#any()
    if (!any) return
    const { id } = keyOf(this.#handle)
    const asked = this.#uploads.expects(id, any.upload.uploadId, any.piece.sha256)
    const endsAt = nowSeconds() + SETTINGS.CHUNK_WRITE_SECONDS
    await orRefused(asked.then((expected) => this.#onTheirWay.push({ ...any, ...expected, endsAt })))
  }

  async #land(): Promise<void> {
    const late = this.#onTheirWay.pop()
    if (!late) return
    const { sha256, bytes } = late.piece
    await putChunk(env, late.upload, bytes, { sha256, write: late.write })
  }

  /** The writer is killed after its write, before it could tell of it. */
  async #killWrite(): Promise<void> {
    const late = this.#onTheirWay.pop()
    if (late) await this.#putUntold(late.piece)
  }

  #putUntold({ sha256, bytes }: Piece) {
    return env.SNAPSHOTS.put(`profiles/${keyOf(this.#handle).id}/chunks/${sha256}`, bytes)
  }

  async #beginWhole(): Promise<void> {
    const { id } = await this.#uploads.begin(keyOf(this.#handle).id, 'default')
    this.#whole.push({ upload: this.#upload(id), endsAt: nowSeconds() + SETTINGS.UPLOAD_TTL_SECONDS })
  }

  async #putWhole(): Promise<void> {
    const upload = this.#whole.at(-1)?.upload
    if (!upload) return
    const { sha256, bytes } = this.#random.pick(this.#pieces)
    await orRefused(putChunk(env, upload, bytes, { sha256, write: null }))
  }

  async #killWhole(): Promise<void> {
    if (this.#whole.pop()) await this.#putUntold(this.#random.pick(this.#pieces))
  }

  async #commit(): Promise<void> {
    const any = this.#any()
    if (any) await orRefused(this.#uploads.commitChunked(keyOf(this.#handle).id, any.upload.uploadId))
  }

  async #abandon(): Promise<void> {
    const upload = this.#random.pick([true, false]) ? this.#whole.pop()?.upload : this.#any()?.upload
    if (upload) await this.#uploads.abandon(upload.uploadId)
  }

  /** A history comes whole. It is scanned when its object's alarm rings. */
  async #snapshot(): Promise<void> {
    const bytes = await history(this.#random.int(1, 3), String(this.#random.int(1, 3)))
    await receiveSnapshot(env, this.#config, {
      ...{ profile: keyOf(this.#handle), source: this.#random.pick(['default', 'other']), gzip: false },
      ...{ body: new Response(bytes).body, declaredBytes: null },
    })
  }

  async #remove(): Promise<void> {
    await orRefused(clientOf(this.#handle).sources.remove(this.#random.pick(['default', 'other'])))
  }

  /** Writes that have not arrived in time never do: bodies have a deadline. */
  async #passTime(): Promise<void> {
    pass(this.#random.pick([10, 200, 4000, 100_000]))
    this.#onTheirWay = this.#onTheirWay.filter(({ endsAt }) => endsAt > nowSeconds())
    this.#whole = this.#whole.filter(({ endsAt }) => endsAt > nowSeconds())
  }

  /** When all has ended that was begun, what is stored is what is counted: the latest histories. */
  async settleAll(): Promise<void> {
    for (let times = 0; times < 3; times++) {
      pass(100_000)
      await settle(this.#handle)
    }
    expect(await this.countedBytes()).toBe(await this.storedBytes())
    const { sources } = await clientOf(this.#handle).sources.list()
    expect(await this.storedBytes()).toBeLessThanOrEqual(sources.reduce((sum, { bytes }) => sum + bytes, 0))
  }

  /** Nothing stays of a profile that is deleted, whatever lands afterwards. */
  async deleted(): Promise<void> {
    for (let writes = 0; writes < 3; writes++) await this.#startWrite()
    await eraseProfile(env, keyOf(this.#handle))
    while (this.#onTheirWay.length > 1) await orRefused(this.#land())
    expect(await this.storedBytes()).toBe(0)
    await this.#killWrite()
    while ((await this.storedBytes()) > 0) await sweep(env, this.#config)
  }
}

/** Follows a profile through random steps, and says after each that it counts all that it stores. */
export async function followChunks(seed: number): Promise<void> {
  const restore = withSettings(SETTINGS)
  try {
    const random = new Random(`chunks ${seed}`)
    const pieces = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const bytes = new Uint8Array(CHUNK).fill(index + 1)
        return { sha256: await sha256Hex(bytes), bytes }
      }),
    )
    const profile = new CountedProfile(random, await newProfile(), pieces)
    for (let step = 0; step < STEPS; step++) await profile.step()
    await profile.settleAll()
    await profile.deleted()
  } finally {
    restore()
  }
}
