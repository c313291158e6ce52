import type { Context } from 'hono'
import { RETAINED_304_HEADERS } from 'hono/etag'
import type { Config } from '../../../src/config.ts'
import { MEDIA_TYPES } from '../../../src/render/media-types.ts'
import type { AppEnv } from '../../app-env.ts'
import { SVG_POLICY } from '../../http/security-headers.ts'

/** Responses with pictures: always 200, for everyone, and cacheable for a while. */

/** Headers that a 304 repeats, to update those of the cache. */
export const RETAINED_HEADERS = [
  ...RETAINED_304_HEADERS,
  'Access-Control-Allow-Origin',
  'Content-Security-Policy',
  'Cross-Origin-Resource-Policy',
  'X-Robots-Tag',
]

export interface Picture {
  /** Media type. */
  type: string
  body: string | Uint8Array<ArrayBuffer>
  /** False for a placeholder or an old picture, which is cached only briefly. */
  fresh: boolean
  /** Whether search engines may show it. */
  listed: boolean
}

export function answer(c: Context<AppEnv>, { type, body, fresh, listed }: Picture, config: Config): Response {
  // Overwrites any Cache-Control set earlier on the error path.
  c.header('Cache-Control', cacheControl(fresh, config))
  c.header('Access-Control-Allow-Origin', '*')
  c.header('Cross-Origin-Resource-Policy', 'cross-origin')
  if (type === MEDIA_TYPES.svg) c.header('Content-Security-Policy', SVG_POLICY)
  if (!listed) c.header('X-Robots-Tag', 'noindex')
  c.header('Content-Type', type)
  return c.body(body, 200)
}

/** RFC 9111 section 5.2, RFC 5861. */
function cacheControl(fresh: boolean, config: Config): string {
  const { IMAGE_TTL_SECONDS, IMAGE_SHARED_TTL_SECONDS, IMAGE_STALE_SECONDS, NOTICE_TTL_SECONDS } = config
  const [own, shared] = fresh
    ? [IMAGE_TTL_SECONDS, IMAGE_SHARED_TTL_SECONDS]
    : [NOTICE_TTL_SECONDS, NOTICE_TTL_SECONDS]
  const stale = fresh ? IMAGE_STALE_SECONDS : NOTICE_TTL_SECONDS
  return (
    `public, max-age=${own}, s-maxage=${shared}, ` +
    `stale-while-revalidate=${stale}, stale-if-error=${IMAGE_STALE_SECONDS}`
  )
}
