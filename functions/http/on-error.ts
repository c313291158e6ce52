import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { SETTINGS } from '../../src/config.ts'
import { LaurelError, publicError } from '../../src/errors.ts'
import type { PlaceholderKind } from '../../src/render/words.ts'
import { secondsToNextDay } from '../../src/storage/creation-table.ts'
import { ROUTES } from '../../src/urls.ts'
import type { AppEnv } from '../app-env.ts'
import { errorPage } from '../pages/error-answer.tsx'
import { htmlPage } from '../pages/html-page.tsx'
import { pictureOfFailure } from '../public/images/routes.ts'

/**
 * Responds to every error in one shape: JSON, or a page if the client prefers one. Internal failures are logged by kind
 * only, since an error's text may quote its input.
 */
export function onError(error: unknown, c: Context<AppEnv>): Response | Promise<Response> {
  const known = fromHono(error) ?? publicError(error)
  const { status, code } = known
  if (status >= 500) {
    const kind = error instanceof Error ? error.name : typeof error
    console.error(JSON.stringify({ event: 'request_failed', method: c.req.method, code, kind }))
  }
  const picture = pictureOfFailure(c, placeholderOf(known))
  if (picture) return picture
  c.header('Cache-Control', 'no-store')
  const seconds = retryAfter(known)
  if (seconds !== null) c.header('Retry-After', String(seconds))
  return wantsPage(c) ? htmlPage(c, errorPage(known, pathOf(c)), status) : c.json(known.toBody(), status)
}

/** Returns when to try again; null if not by time alone. Unit: seconds. */
function retryAfter({ code }: LaurelError): number | null {
  if (code === 'rate_limited') return SETTINGS.RATE_LIMIT_PERIOD_SECONDS.value
  return code === 'creation_limited' ? secondsToNextDay(Date.now() / 1000) : null
}

/** Returns the text of a placeholder image for an error. */
function placeholderOf({ status, code }: LaurelError): PlaceholderKind {
  if (code === 'rate_limited') return 'busy'
  return status < 500 ? 'unknown' : 'failed'
}

/** Converts Hono's own errors: invalid JSON, or a body of another type. */
function fromHono(error: unknown): LaurelError | null {
  if (!(error instanceof HTTPException) || error.status >= 500) return null
  if (error.status === 415) {
    return new LaurelError('unsupported_media_type', 'Unsupported body type.', {
      hint: 'Send JSON with Content-Type: application/json.',
    })
  }
  return new LaurelError('invalid_request', 'The body is malformed.', {
    hint: 'Send JSON with Content-Type: application/json.',
  })
}

/** Returns the path of a request as links have it. A request that fails first of all has no `paths`. */
function pathOf(c: Context<AppEnv>): string {
  return (c.var.paths ?? ROUTES).root + c.req.path
}

function wantsPage(c: Context): boolean {
  return !c.req.path.startsWith(ROUTES.anyApi) && (c.req.header('Accept') ?? '').includes('text/html')
}
