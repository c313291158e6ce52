import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import type { Period } from '../../../src/contract/wrapped.ts'
import { MEDIA_TYPES } from '../../../src/render/media-types.ts'
import { placeholderSvg } from '../../../src/render/placeholder.ts'
import type { PlaceholderKind } from '../../../src/render/words.ts'
import {
  type CardPicture,
  type CardShape,
  wrappedPicture,
  wrappedSvg,
} from '../../../src/render/wrapped-picture.ts'
import { ANY_HANDLE_ROUTE, CARD_ROUTE, MONTH_ROUTE, withoutScheme, YEAR_ROUTE } from '../../../src/urls.ts'
import { periodIn, periodKey } from '../../../src/wrapped/period.ts'
import type { AppEnv } from '../../app-env.ts'
import { tooManyPictures } from '../../http/rate-limit.ts'
import { logFailure } from '../../log.ts'
import { profileClient } from '../../profile/client.ts'
import { askProfile } from '../../profile/known-handles.ts'
import { answer, type Picture, placeholderKeeping, RETAINED_HEADERS } from './answer.ts'
import { handleIn } from './image-source.ts'
import { loadRaster } from './load-raster.ts'
import { placeholderPng } from './png.ts'

/**
 * The pictures of the cards of published stories. All that they say is of the story: the address chooses a card and a
 * shape. They are always there, like all pictures, and stored nowhere.
 */
export const wrappedImageRoutes = new Hono<AppEnv>()

for (const period of [YEAR_ROUTE, `${YEAR_ROUTE}${MONTH_ROUTE}`]) {
  wrappedImageRoutes.get(
    `${ANY_HANDLE_ROUTE}${period}${CARD_ROUTE}`,
    etag({ retainedHeaders: RETAINED_HEADERS }),
    async (c) => {
      const picture = await pictured(c).catch((error) => {
        logFailure('picture_failed', error)
        return placeholder(c, 'failed')
      })
      return answer(c, picture, c.var.config)
    },
  )
}

async function pictured(c: Context<AppEnv>): Promise<Picture> {
  const { handle = '', year = '', month } = params(c)
  const period = periodIn(month === undefined ? year : `${year}-${month}`)
  const known = handleIn(handle)
  if (await tooManyPictures(c, known)) return placeholder(c, 'busy')
  if (known === null || period === null) return placeholder(c, 'unknown')
  const card = await cardOf(c, known, period)
  if (card === null) return placeholder(c, 'unknown')
  if (isSvg(c)) return { type: MEDIA_TYPES.svg, body: wrappedSvg(card), keeping: 'long', listed: false }
  const body = await (await loadRaster())(wrappedPicture(card))
  return { type: MEDIA_TYPES.png, body, keeping: 'long', listed: false }
}

async function cardOf(c: Context<AppEnv>, wanted: string, period: Period): Promise<CardPicture | null> {
  const found = await askProfile(c.env, wanted, () => profileClient(c.env, wanted).stories.pictured(period))
  const card = found?.story.cards.find(({ kind }) => kind === params(c).card?.split('.')[0])
  if (!found || card === undefined) return null
  const { handle, story } = found
  const page = withoutScheme(c.var.urls.story(handle, periodKey(period)))
  return { story, card, handle, page, shape: shapeOf(c) }
}

async function placeholder(c: Context<AppEnv>, kind: PlaceholderKind): Promise<Picture> {
  const keeping = placeholderKeeping(kind)
  if (isSvg(c)) {
    return { type: MEDIA_TYPES.svg, body: placeholderSvg(kind, 'card', {}), keeping, listed: false }
  }
  const { bytes } = await placeholderPng(c.env, shapeOf(c) === 'wide' ? 'og.png' : 'story.png', kind)
  return { type: MEDIA_TYPES.png, body: bytes, keeping, listed: false }
}

/** Those of both routes. */
function params(c: Context<AppEnv>): Partial<Record<'handle' | 'year' | 'month' | 'card', string>> {
  return c.req.param()
}

function isSvg(c: Context<AppEnv>): boolean {
  return params(c).card?.endsWith('.svg') === true
}

function shapeOf(c: Context<AppEnv>): CardShape {
  return c.req.query('shape') === 'wide' ? 'wide' : 'tall'
}
