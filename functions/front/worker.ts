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

/** URLs of assets: all lie at the root. Everything else goes to the Worker at once, past the ones that look. */
const ASSET = /^https?:\/\/[^/?]+\/[\w-]+(?:\.[\w-]+)+(?:\?|$)/

export default {
  async fetch(request, env) {
    // A copy has headers that can be set.
    const told = new Request(request)
    told.headers.set('CF-Connecting-IP', clientAddress(request))
    if (room.full) told.headers.set(DISK_FULL, '1')
    else told.headers.delete(DISK_FULL)
    const to = ASSET.test(request.url) ? env.APP : env.WORKER
    room.active += 1
    try {
      return compressed(request, await to.fetch(told))
    } finally {
      room.active -= 1
    }
  },
} satisfies ExportedHandler<FrontEnv>
