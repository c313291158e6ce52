import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import type { NoticeKind } from '../../src/cards/words.ts'
import { type Config, configFrom } from '../../src/config.ts'
import type { AppEnv } from '../app-env.ts'
import { clientOf } from '../middleware/rate-limit.ts'
import { answer, RETAINED_HEADERS } from './answer.ts'
import { TEXT_DRAWINGS, TEXT_NAMES, type TextDrawing } from './drawings.ts'
import { failed, handleIn, subjectOf } from './pictured.ts'

/**
 * The pictures of a profile, at public addresses. Whatever happens they answer 200 with a picture: proxies remember
 * failures.
 */
export const imageRoutes = new Hono<AppEnv>()

for (const name of TEXT_NAMES) {
  const drawing: TextDrawing = TEXT_DRAWINGS[name]
  imageRoutes.get(`/:handle{(?:@|%40)[^/]+}/${name}`, etag({ retainedHeaders: RETAINED_HEADERS }), (c) =>
    drawn(c, drawing),
  )
}

async function drawn(c: Context<AppEnv>, drawing: TextDrawing): Promise<Response> {
  const { config } = c.var
  try {
    if (await tooMany(c)) return standIn(c, drawing, 'busy', config)
    const subject = await subjectOf(c.env, handleIn(c.req.param('handle') ?? ''))
    if (subject.kind !== 'view') return standIn(c, drawing, subject.kind, config)
    const { view, fresh, listed } = subject
    const body = drawing.of(view, c.req.query(), Date.now() / 1000, config)
    return answer(c, { type: drawing.type, body, fresh, listed }, config)
  } catch (error) {
    failed('picture_failed', error)
    return standIn(c, drawing, 'failed', config)
  }
}

function standIn(c: Context<AppEnv>, drawing: TextDrawing, kind: NoticeKind, config: Config): Response {
  const body = drawing.notice(kind, c.req.query(), config)
  return answer(c, { type: drawing.type, body, fresh: false, listed: false }, config)
}

/** Whether the client asks too often. Where nobody can tell, it does not. */
async function tooMany(c: Context<AppEnv>): Promise<boolean> {
  const { success } = await c.env.IMAGE_LIMITER.limit({ key: clientOf(c) }).catch(() => ({ success: true }))
  return !success
}

/** The picture that stands for a failure anywhere before the drawing; null where no picture was asked for. */
export function pictureOfFailure(c: Context<AppEnv>): Response | null {
  const name = /^\/(?:@|%40)[^/]+\/([a-z]+\.[a-z]+)$/.exec(c.req.path)?.[1]
  const found = TEXT_NAMES.find((known) => known === name)
  if (found === undefined || !['GET', 'HEAD'].includes(c.req.method)) return null
  // The settings themselves may be what failed.
  return standIn(c, TEXT_DRAWINGS[found], 'failed', configFrom())
}
