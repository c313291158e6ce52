import { vi } from 'vitest'
import type { SetPull } from '../../../src/contract/pulls.ts'
import { clientOf } from './profiles.ts'

export interface ServedFile {
  bytes: Uint8Array
  etag?: string | null
  lastModified?: string | null
}

export interface Asked {
  url: string
  headers: Headers
  redirect: RequestInit['redirect']
}

/** A server of files, as pulls see it. Its properties may be changed at any time. */
export class Origin {
  /** By URL. */
  readonly files = new Map<string, ServedFile>()
  /** Whether it takes ranges, and conditions. */
  ranges = true
  conditions = true
  /** What it answers with instead of a file, before anything else; undefined for the file. */
  instead: ((asked: Asked) => Response | null | undefined) | null = null
  /** After how many bytes of an answer it cuts the connection. */
  cutAfter = Number.POSITIVE_INFINITY
  /** Called for each request, before it is answered. */
  onRequest: ((asked: Asked) => unknown) | null = null
  readonly asked: Asked[] = []
  /** Bytes of all answers. */
  sent = 0

  /** Stands in for the world outside. */
  constructor() {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const asked = { url: String(input), headers: new Headers(init?.headers), redirect: init?.redirect }
      this.asked.push(asked)
      await this.onRequest?.(asked)
      const instead = this.instead?.(asked)
      if (instead === null) throw new TypeError('unreachable')
      return instead ?? this.#file(asked)
    })
  }

  #file({ url, headers }: Asked): Response {
    const file = this.files.get(url)
    if (!file) return new Response('Not here.', { status: 404 })
    const { bytes, etag = null, lastModified = null } = file
    const own = {
      ...(etag !== null && { ETag: etag }),
      ...(lastModified !== null && { 'Last-Modified': lastModified }),
    }
    const seen =
      etag !== null
        ? headers.get('If-None-Match') === etag
        : headers.get('If-Modified-Since') === lastModified
    if (this.conditions && (etag ?? lastModified) !== null && seen)
      return new Response(null, { status: 304, headers: own })
    const ifRange = headers.get('If-Range')
    const range = /^bytes=(\d+)-(\d+)$/.exec(headers.get('Range') ?? '')
    if (!this.ranges || !range || (ifRange !== null && ifRange !== (etag ?? lastModified)))
      return this.#answer(bytes, 200, { ...own, 'Content-Length': String(bytes.length) })
    const [from, to] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)]
    if (from >= bytes.length) return new Response(null, { status: 416 })
    return this.#answer(bytes.subarray(from, to + 1), 206, {
      ...own,
      'Content-Range': `bytes ${from}-${to}/${bytes.length}`,
    })
  }

  #answer(bytes: Uint8Array, status: number, headers: Record<string, string>): Response {
    let at = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (at >= this.cutAfter) return controller.error(new TypeError('cut'))
        const piece = bytes.slice(at, Math.min(at + 50_000, this.cutAfter))
        at += piece.length
        this.sent += piece.length
        if (piece.length > 0) controller.enqueue(piece)
        else controller.close()
      },
    })
    return new Response(body, { status, headers })
  }

  /** Requests since the last call. */
  taken(): Asked[] {
    return this.asked.splice(0)
  }
}

export const DB = 'https://nas.dev/hermes/state.db'
export const WAL = `${DB}-wal`

/** Sets where a source is pulled from. */
export const setPull = (handle: string, more: Partial<SetPull> & { source?: string } = {}) =>
  clientOf(handle).pulls.set({
    source: 'default',
    url: DB,
    header: null,
    interval_seconds: 3600,
    origin: 'https://laurel.example',
    ...more,
  })

/** Returns the one pull of a profile. */
export async function pullOf(handle: string) {
  const { pulls } = await clientOf(handle).pulls.list()
  return pulls[0]
}
