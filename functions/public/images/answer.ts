import type { Context } from 'hono'
import { RETAINED_304_HEADERS } from 'hono/etag'
import type { Config } from '../../../src/config.ts'
import type { PlaceholderKind } from '../../../src/render/words.ts'
import type { AppEnv } from '../../app-env.ts'
import { IMAGE_POLICY } from '../../http/security-headers.ts'

/** Responses with pictures: always 200, for everyone, and cacheable for a while. */

/** Headers that a 304 repeats, to update those of the cache. */
export const RETAINED_HEADERS = [
  ...RETAINED_304_HEADERS,
  'Access-Control-Allow-Origin',
  'Content-Security-Policy',
  'Cross-Origin-Resource-Policy',
  'X-Robots-Tag',
]

/**
 * How long caches keep a picture. `briefly`: an old one, or a placeholder that the real one may soon replace. `never`:
 * a placeholder for a failure of this one request, which a shared cache would show to everyone.
 */
export type Keeping = 'long' | 'briefly' | 'never'

export function placeholderKeeping(kind: PlaceholderKind): Keeping {
  return kind === 'busy' || kind === 'failed' ? 'never' : 'briefly'
}

export interface Picture {
  /** Media type. */
  type: string
  body: string | Uint8Array<ArrayBuffer>
  keeping: Keeping
  /** Whether search engines may show it. */
  listed: boolean
}

export function answer(
  c: Context<AppEnv>,
  { type, body, keeping, listed }: Picture,
  config: Config,
): Response {
  // Overwrites any Cache-Control set earlier on the error path.
  c.header('Cache-Control', cacheControl(keeping, config))
  c.header('Access-Control-Allow-Origin', '*')
  c.header('Cross-Origin-Resource-Policy', 'cross-origin')
  if (type.startsWith('image/')) c.header('Content-Security-Policy', IMAGE_POLICY)
  if (!listed) c.header('X-Robots-Tag', 'noindex')
  c.header('Content-Type', type)
  return c.body(body, 200)
}

/** RFC 9111 section 5.2, RFC 5861. */
function cacheControl(keeping: Keeping, config: Config): string {
  if (keeping === 'never') return 'no-store'
  const { IMAGE_TTL_SECONDS, IMAGE_SHARED_TTL_SECONDS, IMAGE_STALE_SECONDS, NOTICE_TTL_SECONDS } = config
  const [own, shared, stale] =
    keeping === 'long'
      ? [IMAGE_TTL_SECONDS, IMAGE_SHARED_TTL_SECONDS, IMAGE_STALE_SECONDS]
      : [NOTICE_TTL_SECONDS, NOTICE_TTL_SECONDS, NOTICE_TTL_SECONDS]
  return (
    `public, max-age=${own}, s-maxage=${shared}, ` +
    `stale-while-revalidate=${stale}, stale-if-error=${IMAGE_STALE_SECONDS}`
  )
}
