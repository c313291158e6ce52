import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { HandleSchema } from '../../src/contract/profiles.ts'
import { PERIOD_PATTERN, ShownStorySchema } from '../../src/contract/stories.ts'
import { periodIn } from '../../src/wrapped/period.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { keepAnswer } from '../http/kept-answers.ts'
import { nothingHere } from '../http/not-found.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { errors, json } from './responses.ts'

const read = createRoute({
  method: 'get',
  path: '/profiles/{handle}/stories/{period}',
  operationId: 'getStory',
  summary: 'The story of a year or a month',
  description:
    'As its owner published it, on the page. One that is not published is there for its owner alone, as a preview.',
  middleware: [access('anyone')] as const,
  request: {
    params: z.object({
      handle: HandleSchema,
      period: z
        .string()
        .regex(PERIOD_PATTERN, 'A period looks like 2026 or 2026-11.')
        .openapi({ example: '2026-11' }),
    }),
    query: z.object({
      names: z
        .enum(['true', 'false'])
        .optional()
        .openapi({ description: 'Whether the preview names tools and models. By default it does not.' }),
    }),
  },
  responses: { 200: json(ShownStorySchema, 'The story.'), ...errors(400, 404) },
})

/** Stories as JSON. They are published on their pages, where owners see them first. */
export const storiesApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid }).openapi(read, async (c) => {
  const { profile, owner, stamp } = c.var.access
  const period = periodIn(c.req.valid('param').period)
  if (period === null) throw nothingHere()
  const { stories } = profileClient(c.env, profile.handle)
  c.header('X-Robots-Tag', 'noindex')
  if (owner) {
    const { published, draft } = await stories.owned(period, c.req.valid('query').names === 'true')
    const { story = null, published_at = null } = published ?? {}
    return c.json({ story, published_at, preview: draft }, 200)
  }
  const shown = await stories.shown(period)
  if (shown === null) throw nothingHere()
  keepAnswer(c, { handle: profile.handle, stamp })
  return c.json(shown, 200)
})
