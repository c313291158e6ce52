import type { ReportBatch, ReportReceipt } from '../../../src/contract/reports.ts'
import { LaurelError } from '../../../src/errors.ts'
import { bucketDigests, bucketOf, digestOfBuckets } from '../../../src/sync/reports/session-digest.ts'

/** The server side of the report protocol for one source, in memory, with a record of all requests. */
export class ReportServer {
  /** Known fingerprints by id. */
  readonly known = new Map<string, string>()
  /** In hexadecimal; null: the server is older than naming keys. */
  namingKey: string | null = null
  /** Further fields of a receipt. */
  more: Partial<ReportReceipt> = {}
  readonly requests: string[] = []
  readonly batches: ReportBatch[] = []
  /**
   * Called before each request, with the number of those before it. `lost`: it is handled, but its response does not
   * arrive.
   */
  fault: (request: string, index: number) => 'unreachable' | 'lost' | undefined = () => undefined
  #staged = new Map<string, string | null>()

  readonly headers: Headers[] = []

  /** The server in the form of `fetch`. */
  readonly fetch: typeof fetch = (input, init) => this.answer(new Request(input, init))

  async answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (pathname.endsWith('/naming-key')) return this.#namingKey()
    this.headers.push(request.headers)
    const what = pathname.endsWith('/commit') ? 'COMMIT' : request.method
    const fault = this.fault(what, this.requests.push(what) - 1)
    if (fault === 'unreachable') throw new TypeError('fetch failed')
    const answer = await this.#answer(what, request)
    if (fault === 'lost') throw new TypeError('fetch failed')
    return answer
  }

  #namingKey(): Response {
    if (this.namingKey !== null) return Response.json({ naming_key: this.namingKey })
    return Response.json(new LaurelError('not_found', 'Nothing is here.').toBody(), { status: 404 })
  }

  async #answer(what: string, request: Request): Promise<Response> {
    const overlay = this.#overlay()
    const buckets = bucketDigests(overlay)
    if (what === 'POST') {
      return Response.json(
        { report_id: 'r', expires_at: 1, sessions: overlay.length, buckets },
        { status: 201 },
      )
    }
    if (what === 'GET') {
      const asked = new URL(request.url).searchParams.get('buckets')?.split(',') ?? []
      const numbers = asked.map((name) => Number.parseInt(name, 16))
      const wanted = overlay.filter(({ id }) => numbers.includes(bucketOf(id)))
      return Response.json({
        sessions: Object.fromEntries(wanted.map(({ id, fingerprint }) => [id, fingerprint])),
      })
    }
    if (what === 'PUT') {
      const inflated = request.body?.pipeThrough(new DecompressionStream('gzip'))
      const batch: ReportBatch = await new Response(inflated).json()
      this.batches.push(batch)
      for (const { id, fingerprint } of batch.sessions) this.#staged.set(id, fingerprint)
      for (const id of batch.removed) this.#staged.set(id, null)
      return Response.json({ staged: this.#staged.size })
    }
    return this.#commit(await request.json(), overlay, digestOfBuckets(buckets))
  }

  #commit(
    report: { sessions: number; digest: string },
    overlay: readonly { id: string; fingerprint: string }[],
    digest: string,
  ): Response {
    if (report.digest !== digest || report.sessions !== overlay.length) {
      return Response.json(new LaurelError('report_incomplete', 'Not what you have.').toBody(), {
        status: 409,
      })
    }
    const unchanged = this.#staged.size === 0
    this.known.clear()
    for (const { id, fingerprint } of overlay) this.known.set(id, fingerprint)
    this.#staged = new Map()
    const receipt: ReportReceipt = {
      source: 'default',
      sessions: overlay.length,
      unchanged,
      scan: 'started',
      ...this.more,
    }
    return Response.json(receipt)
  }

  #overlay() {
    const all = new Map<string, string | null>([...this.known, ...this.#staged])
    return [...all].flatMap(([id, fingerprint]) => (fingerprint === null ? [] : [{ id, fingerprint }]))
  }
}
