import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import { type Config, configFrom } from '../../../src/config.ts'
import type { PicturedView } from '../../../src/contract/cards.ts'
import { CREDENTIAL_FORMAT_LIST } from '../../../src/credentials/formats.ts'
import { MEDIA_TYPES } from '../../../src/render/media-types.ts'
import type { PlaceholderKind } from '../../../src/render/words.ts'
import { rarestOf, rarityAmong } from '../../../src/ui/rarity.ts'
import { ANY_HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { keepAnswer } from '../../http/kept-answers.ts'
import { tooManyPictures } from '../../http/rate-limit.ts'
import { logFailure } from '../../log.ts'
import { rarityNow } from '../../rarity.ts'
import { answer, placeholderKeeping, RETAINED_HEADERS } from './answer.ts'
import { handleIn, type Subject, subjectOf } from './image-source.ts'
import { PNG_NAMES, type Png, type PngName, placeholderPng, pngOf } from './png.ts'
import { TEXT_IMAGES, TEXT_NAMES, type TextName } from './text-images.ts'

/**
 * The pictures of a profile, at public URLs. The response is always 200 with a picture, since proxies remember
 * failures.
 */
export const imageRoutes = new Hono<AppEnv>()

type Name = TextName | PngName
const NAMES: readonly Name[] = [...TEXT_NAMES, ...PNG_NAMES]

for (const name of NAMES) {
  imageRoutes.get(`${ANY_HANDLE_ROUTE}/${name}`, etag({ retainedHeaders: RETAINED_HEADERS }), (c) =>
    pictured(c, name),
  )
}

async function pictured(c: Context<AppEnv>, name: Name): Promise<Response> {
  const { config } = c.var
  try {
    const handle = handleIn(c.req.param('handle') ?? '')
    if (await tooManyPictures(c, handle)) return await placeholderImage(c, name, 'busy', config)
    const year = name === 'calendar.svg'
    return await rendered(c, name, await subjectOf(c.env, c.var.urls, handle, { year }))
  } catch (error) {
    logFailure('picture_failed', error)
    return placeholderImage(c, name, 'failed', config)
  }
}

async function rendered(c: Context<AppEnv>, name: Name, subject: Subject): Promise<Response> {
  const { config } = c.var
  if (isPng(name)) {
    return png(c, await pngOf(c.env, name, subject, c.req.query('achievement')), config)
  }
  if (subject.kind !== 'view') return placeholderImage(c, name, subject.kind, config)
  const { type, of } = TEXT_IMAGES[name]
  const { keeping, listed, shown } = subject
  if (shown !== null) keepAnswer(c, shown)
  const drawn = { ...subject, view: await withRarest(c, subject.view) }
  const body = of(drawn, c.req.query(), Date.now() / 1000, config)
  return answer(c, { type, body, keeping, listed }, config)
}

/** Adds the rarest badge, if the picture is to show it. */
async function withRarest(c: Context<AppEnv>, view: PicturedView): Promise<PicturedView> {
  if (!/rarest/i.test(c.req.query('show') ?? '')) return view
  const among = rarityAmong(await rarityNow(c.env, c.var.config), view.provenance ?? 'scanned')
  const rarest = rarestOf(among, view.achievements)
  return rarest ? { ...view, rarest } : view
}

async function placeholderImage(
  c: Context<AppEnv>,
  name: Name,
  kind: PlaceholderKind,
  config: Config,
): Promise<Response> {
  if (isPng(name)) return png(c, await placeholderPng(c.env, name, kind), config)
  const { type, placeholder } = TEXT_IMAGES[name]
  const body = placeholder(kind, c.req.query(), config)
  return answer(c, { type, body, keeping: placeholderKeeping(kind), listed: false }, config)
}

function png(c: Context<AppEnv>, { bytes, keeping, listed }: Png, config: Config): Response {
  return answer(c, { type: MEDIA_TYPES.png, body: bytes, keeping, listed }, config)
}

function isPng(name: Name): name is PngName {
  return name.endsWith('.png')
}

/**
 * Returns the placeholder for a request that failed before rendering; null if it was not for a picture. `unknown`: no
 * such profile (not an error).
 */
export function pictureOfFailure(c: Context<AppEnv>, kind: PlaceholderKind): Promise<Response> | null {
  const name = pictureNamed(c.req.path)
  if (name === undefined || !['GET', 'HEAD'].includes(c.req.method)) return null
  // The settings themselves may have failed.
  return placeholderImage(c, name, kind, configFrom())
}

/** Returns the picture that a path names; for a badge with its credential, the profile's of the same format. */
function pictureNamed(path: string): Name | undefined {
  const [, drawn] = /^\/(?:@|%40)[^/]+\/\d{4}(?:\/\d\d)?\/cards\/[a-z]+\.(png|svg)$/.exec(path) ?? []
  if (drawn !== undefined) return drawn === 'svg' ? 'card.svg' : 'story.png'
  const [, wanted, baked = ''] =
    /^\/(?:@|%40)[^/]+\/(?:(?:with\/(?:@|%40)[^/]+\/)?([a-z]+\.[a-z]+)|[^/]+\/credential\.([a-z]+))$/.exec(
      path,
    ) ?? []
  const format = CREDENTIAL_FORMAT_LIST.find(({ extension }) => extension === baked)
  if (format?.isPicture) return NAMES.find((known) => known.endsWith(`.${baked}`)) ?? 'og.png'
  return NAMES.find((known) => known === wanted)
}
