import { createMiddleware } from 'hono/factory'
import { LaurelError } from '../../src/errors.ts'
import type { AppEnv } from '../app-env.ts'

/** Deleting makes room. */
const HARMLESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'DELETE'])

/**
 * Refuses requests that would store something while the disk of `laurel serve` is almost full: see
 * `functions/front/worker.ts`, which sets the header. On Cloudflare nothing does; a client that sends it refuses itself.
 * @throws LaurelError `disk_full`
 */
export const diskRoom = createMiddleware<AppEnv>(async (c, next) => {
  if (!HARMLESS.has(c.req.method) && c.req.header('Laurel-Disk-Full') !== undefined) {
    throw new LaurelError('disk_full', 'The server’s disk is almost full.', {
      hint: 'Nothing was changed. Try again when its operator has made room.',
    })
  }
  await next()
})
