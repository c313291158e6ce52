import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { AchievementsPayloadSchema, AchievementsQuerySchema } from '../../src/contract/achievements.ts'
import { LaurelError } from '../../src/errors.ts'
import { markdownSheet } from '../../src/render/markdown-export.ts'
import { svgSheet } from '../../src/render/svg-export.ts'
import { selectAchievements } from '../../src/view/selection.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { IMAGE_POLICY } from '../http/security-headers.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { HandleParam } from './profiles.ts'
import { ErrorSchema, errors } from './responses.ts'

const FORMATS = ['json', 'markdown', 'svg'] as const

const route = createRoute({
  method: 'get',
  path: '/profiles/{handle}/export',
  operationId: 'exportAchievements',
  summary: 'The achievements as a document',
  description: 'JSON, Markdown or an SVG, by `format`, with only what the reader may see.',
  middleware: [access('anyone')] as const,
  request: {
    params: HandleParam,
    query: AchievementsQuerySchema.pick({ state: true }).extend({
      format: z
        .string()
        .default('json')
        .openapi({ enum: [...FORMATS] }),
    }),
  },
  responses: {
    200: {
      description: 'The document.',
      content: {
        'application/json': { schema: AchievementsPayloadSchema },
        'text/markdown': { schema: z.string() },
        'image/svg+xml': { schema: z.string() },
      },
    },
    ...errors(404),
    400: {
      description: 'Unknown format: `supported` lists the known ones.',
      content: {
        'application/json': { schema: ErrorSchema.extend({ supported: z.array(z.string()).optional() }) },
      },
    },
  },
})

export const exportApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid }).openapi(route, async (c) => {
  const { format, state } = c.req.valid('query')
  const { profile, owner } = c.var.access
  if (!FORMATS.some((known) => known === format)) {
    const error = new LaurelError('unsupported_format', 'Unsupported export format.', {
      hint: `Use one of ${FORMATS.join(', ')}.`,
    })
    return c.json({ ...error.toBody(), supported: [...FORMATS] }, 400)
  }
  const payload = await profileClient(c.env, profile.handle).views.achievements(owner)
  const shown = {
    ...payload,
    achievements: selectAchievements(payload.achievements, state ? { state } : {}),
  }
  if (format === 'markdown') {
    return c.body(markdownSheet(profile.handle, shown), 200, {
      'Content-Type': 'text/markdown; charset=utf-8',
    })
  }
  if (format === 'svg') {
    return c.body(svgSheet(profile.handle, shown), 200, {
      'Content-Type': 'image/svg+xml; charset=utf-8',
      'Content-Security-Policy': IMAGE_POLICY,
    })
  }
  return c.json(shown, 200)
})
