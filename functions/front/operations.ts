import { WorkerEntrypoint } from 'cloudflare:workers'
import { tick } from '../scheduled.ts'
import type { FrontEnv } from './front-env.ts'
import { room } from './room.ts'

/** How many rows of the bucket one answer has. */
const ROWS = 5000

/** An object of the bucket: the file that holds it, and how long that should be. Unit of `size`: bytes. */
export interface StoredBlob {
  key: string
  blob_id: string
  size: number
}

/**
 * What the supervisor of `laurel serve` asks for, over a socket that only its user can open:
 * - `POST /tick` does what a cron tick does, and answers when that is done;
 * - `POST /room?full=1` or `0` says whether the disk is almost full, and asks how many requests are being answered;
 * - `GET /blobs?after=KEY` lists what the bucket holds, a page at a time, in the order of its keys;
 * - `DELETE /blobs?key=KEY&blob=ID` forgets an object whose file is lost, if it is still that one.
 */
export class Operations extends WorkerEntrypoint<FrontEnv> {
  override async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams: given } = new URL(request.url)
    switch (`${request.method} ${pathname}`) {
      case 'POST /tick':
        await tick(this.env, Date.now() / 1000)
        return new Response()
      case 'POST /room':
        room.full = given.get('full') === '1'
        return new Response(String(room.active))
      case 'GET /blobs':
        return this.#query(
          `SELECT key, blob_id, size FROM _mf_objects WHERE key > ? AND blob_id IS NOT NULL ORDER BY key LIMIT ${ROWS}`,
          given.get('after') ?? '',
        )
      case 'DELETE /blobs':
        return this.#query(
          'DELETE FROM _mf_objects WHERE key = ? AND blob_id = ? RETURNING key',
          given.get('key') ?? '',
          given.get('blob') ?? '',
        )
      default:
        return new Response(null, { status: 404 })
    }
  }

  /** Runs a query on the bucket's metadata: miniflare gives access to it for tests. */
  #query(...args: string[]): Promise<Response> {
    const { BUCKET, BUCKET_NAME: name } = this.env
    return BUCKET.get(BUCKET.idFromName(name)).fetch('http://bucket/', {
      cf: { miniflare: { name, controlOp: { name: 'sqlQuery', args } } },
    })
  }
}
