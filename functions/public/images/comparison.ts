import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import { comparisonPicture } from '../../../src/render/comparison-picture.ts'
import { MEDIA_TYPES } from '../../../src/render/media-types.ts'
import { ANY_HANDLE_ROUTE, withoutScheme } from '../../../src/urls.ts'
import { compare } from '../../../src/view/comparison.ts'
import type { AppEnv } from '../../app-env.ts'
import { tooManyPictures } from '../../http/rate-limit.ts'
import { logFailure } from '../../log.ts'
import { answer, RETAINED_HEADERS } from './answer.ts'
import { handleIn, subjectOf } from './image-source.ts'
import { loadRaster } from './load-raster.ts'
import { type Png, placeholderPng } from './png.ts'

/** The picture of two profiles side by side. Like all pictures it is always there, and it is stored nowhere. */
export const comparisonRoutes = new Hono<AppEnv>().get(
  `${ANY_HANDLE_ROUTE}/with/:other{(?:@|%40)[^/]+}/og.png`,
  etag({ retainedHeaders: RETAINED_HEADERS }),
  async (c) => {
    const { bytes, keeping, listed } = await drawn(c).catch((error) => {
      logFailure('picture_failed', error)
      return placeholderPng(c.env, 'og.png', 'failed')
    })
    return answer(c, { type: MEDIA_TYPES.png, body: bytes, keeping, listed }, c.var.config)
  },
)

async function drawn(c: Context<AppEnv>): Promise<Png> {
  const handles = [c.req.param('handle'), c.req.param('other')].map((segment) => handleIn(segment ?? ''))
  for (const handle of handles)
    if (await tooManyPictures(c, handle)) return placeholderPng(c.env, 'og.png', 'busy')
  const [one, other] = await Promise.all(handles.map((handle) => subjectOf(c.env, c.var.urls, handle)))
  for (const subject of [one, other])
    if (subject && subject.kind !== 'view') return placeholderPng(c.env, 'og.png', subject.kind)
  if (one?.kind !== 'view' || other?.kind !== 'view') return placeholderPng(c.env, 'og.png', 'unknown')
  if (one.view.partial || other.view.partial) return placeholderPng(c.env, 'og.png', 'pending')
  const { both, onlyOne, onlyOther } = compare(one.view.achievements, other.view.achievements)
  const svg = comparisonPicture(one.view, other.view, {
    both: both.length,
    onlyOne: onlyOne.length,
    onlyOther: onlyOther.length,
    page: withoutScheme(c.var.urls.comparison(one.view.handle, other.view.handle)),
  })
  const bytes = await (await loadRaster())(svg)
  return { bytes, keeping: 'long', listed: false }
}
