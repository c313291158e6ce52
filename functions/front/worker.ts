import { Blobs } from './blobs.ts'
import { clientAddress } from './client-address.ts'
import { compressed } from './compressed.ts'
import type { FrontEnv } from './front-env.ts'
import { Operations } from './operations.ts'
import { room } from './room.ts'

/**
 * What Cloudflare's network does in front of a Worker, on a server of one's own: it says who is asking, and compresses.
 * Only `laurel serve` runs it.
 */
export { Blobs, Operations }

/** Tells Laurel that nothing more should be stored; see `functions/http/disk-room.ts`. */
const DISK_FULL = 'Laurel-Disk-Full'

/** How assets are named: all lie at the root. Everything else goes to the Worker at once, past the ones that look. */
const ASSET = /^\/[\w-]+(?:\.[\w-]+)+$/

export default {
  async fetch(request, env) {
    const headers = new Headers(request.headers)
    headers.set('CF-Connecting-IP', clientAddress(request))
    headers.delete(DISK_FULL)
    if (room.full) headers.set(DISK_FULL, '1')
    const to = ASSET.test(new URL(request.url).pathname) ? env.APP : env.WORKER
    room.active += 1
    try {
      return compressed(request, await to.fetch(new Request(request, { headers })))
    } finally {
      room.active -= 1
    }
  },
} satisfies ExportedHandler<FrontEnv>
