import { app } from '../app.ts'
import { keptAnswer } from '../http/kept-answers.ts'
import { clientAddress } from './client-address.ts'
import { compressed } from './compressed.ts'
import type { FrontEnv } from './front-env.ts'
import { room } from './room.ts'

/**
 * The Worker as `laurel serve` runs it: with what Cloudflare's network does in front of one. That says who is asking, and
 * compresses. It is one Worker with Laurel's own, as a call from one to another costs more than most answers do.
 */
export * from '../worker.ts'
export { default } from '../worker.ts'
export { Blobs } from './blobs.ts'
export { Operations } from './operations.ts'

/** Tells Laurel that nothing more should be stored; see `functions/http/disk-room.ts`. */
const DISK_FULL = 'Laurel-Disk-Full'

/** URLs of assets: all lie at the root. Everything else goes to the Worker at once, past the ones that look. */
const ASSET = /^https?:\/\/[^/?]+\/[\w-]+(?:\.[\w-]+)+(?:\?|$)/

/** Where requests arrive. */
export const Front = {
  async fetch(request, env, ctx) {
    room.active += 1
    try {
      return (await keptAnswer(request, env, true)) ?? compressed(request, await answer(request, env, ctx))
    } finally {
      room.active -= 1
    }
  },
} satisfies ExportedHandler<FrontEnv>

function answer(request: Request, env: FrontEnv, ctx: ExecutionContext): Response | Promise<Response> {
  // A copy has headers that can be set.
  const told = new Request(request)
  told.headers.set('CF-Connecting-IP', clientAddress(request))
  if (room.full) told.headers.set(DISK_FULL, '1')
  else told.headers.delete(DISK_FULL)
  return ASSET.test(request.url) ? env.APP.fetch(told) : app.fetch(told, env, ctx)
}
