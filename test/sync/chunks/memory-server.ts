import type { SnapshotReceipt } from '../../../src/contract/snapshots.ts'
import type { BeginUpload, FileManifest, UploadTicket } from '../../../src/contract/uploads.ts'
import { sha256Hex } from '../../../src/digest.ts'
import { type ErrorCode, LaurelError } from '../../../src/errors.ts'

/** A fault in handling a request; undefined for none. `lost`: it is handled, but its response does not arrive. */
export type Fault = 'unreachable' | 'lost' | Response | undefined

export interface State {
  main: Uint8Array
  wal: Uint8Array | null
}

export const ORIGIN = 'http://laurel.test'
const UPLOADS = '/api/v1/profiles/ada/sources/default/uploads'

/** The server side of the chunk protocol for one source, in memory, with a record of all requests. */
export class MemoryServer {
  /** `POST`, `PUT`, `COMMIT` or `DELETE` of each request, in order. */
  readonly requests: string[] = []
  /** Names of the stored chunks, in order. */
  readonly stored: string[] = []
  readonly committed: State[] = []
  /** Maximum number of concurrent requests. */
  busiest = 0
  /** Called before each request, with the number of those before it. */
  fault: (request: string, index: number) => Fault | Promise<Fault> = () => undefined
  /** What it lists of the source, each time that it is asked; the last one again. Empty: it lists none. */
  sources: object[] = []
  readonly headers: Headers[] = []
  readonly #chunks = new Map<string, Uint8Array>()
  readonly #uploads = new Map<string, BeginUpload>()
  readonly #receipts = new Map<string, SnapshotReceipt>()
  readonly #working = new Set<Promise<unknown>>()

  /** The server in the form of `fetch`. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const { signal } = request
    signal.throwIfAborted()
    const work = this.answer(request)
    this.#working.add(work)
    this.busiest = Math.max(this.busiest, this.#working.size)
    work.finally(() => this.#working.delete(work)).catch(() => undefined)
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
    return Promise.race([work, aborted])
  }

  /** Resolves after all requests are handled, including those whose client is gone. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#working)
  }

  /** Drops the uploads that were begun, as if they had expired; and their chunks, if requested. */
  expire({ andChunks = false } = {}): void {
    this.#uploads.clear()
    if (andChunks) this.#chunks.clear()
  }

  /**
   * Counts a request, and responds to it.
   * @throws TypeError, as `fetch` does, if the response does not arrive
   */
  async answer(request: Request): Promise<Response> {
    if (request.url.endsWith('/sources')) return Response.json({ sources: [this.#listed()] })
    const kind = request.url.endsWith('/commit') ? 'COMMIT' : request.method
    const index = this.requests.push(kind) - 1
    this.headers.push(request.headers)
    const fault = await this.fault(kind, index)
    if (fault === 'unreachable') throw new TypeError('fetch failed')
    if (fault instanceof Response) return fault
    const response = await this.#respond(request)
    if (fault === 'lost') throw new TypeError('fetch failed')
    return response
  }

  #listed(): object | undefined {
    return this.sources.length > 1 ? this.sources.shift() : this.sources[0]
  }

  async #respond(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname
    const [, id = '', what = '', name = ''] = path.slice(UPLOADS.length).split('/')
    if (!path.startsWith(UPLOADS)) return failed('not_found')
    if (id === '') return this.#begin(await request.json())
    const manifest = this.#uploads.get(id)
    const receipt = this.#receipts.get(id)
    if (what === 'commit' && receipt) return Response.json(receipt)
    if (!manifest) return failed('upload_not_found')
    if (request.method === 'DELETE') {
      this.#uploads.delete(id)
      return new Response(null, { status: 204 })
    }
    if (what === 'commit') return this.#commit(id, manifest)
    const bytes = new Uint8Array(await request.arrayBuffer())
    if ((await sha256Hex(bytes)) !== name) return failed('chunk_mismatch')
    this.#chunks.set(name, bytes)
    this.stored.push(name)
    return new Response(null, { status: 204 })
  }

  #begin(manifest: BeginUpload): Response {
    const upload_id = `upload-${this.requests.length}`
    this.#uploads.set(upload_id, manifest)
    const ticket: UploadTicket = { upload_id, missing: this.#missing(manifest), expires_at: 1_800_000_000 }
    return Response.json(ticket, { status: 201 })
  }

  #commit(id: string, manifest: BeginUpload): Response {
    const missing = this.#missing(manifest)
    if (missing.length > 0) return failed('chunks_missing', { missing })
    const { main, wal } = manifest
    this.committed.push({ main: this.#whole(main), wal: wal && this.#whole(wal) })
    const receipt: SnapshotReceipt = {
      source: 'default',
      sha256: 'ab'.repeat(32),
      bytes: main.size,
      unchanged: false,
      scan: 'started',
    }
    this.#receipts.set(id, receipt)
    return Response.json(receipt)
  }

  #missing({ main, wal }: BeginUpload): string[] {
    const names = new Set([...main.chunks, ...(wal?.chunks ?? [])])
    return [...names].filter((name) => !this.#chunks.has(name))
  }

  #whole({ size, chunk_size, chunks }: FileManifest): Uint8Array {
    const bytes = new Uint8Array(size)
    chunks.forEach((name, index) => {
      bytes.set(this.#chunks.get(name) ?? [], index * chunk_size)
    })
    return bytes
  }
}

export function failed(code: ErrorCode, more: object = {}): Response {
  const error = new LaurelError(code, `Refused: ${code}.`, { hint: 'Do otherwise.' })
  return Response.json({ ...error.toBody(), ...more }, { status: error.status })
}
