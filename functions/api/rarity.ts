import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { RaritySchema } from '../../src/contract/rarity.ts'
import type { AppEnv } from '../app-env.ts'
import { onInvalid } from '../http/validation.ts'
import { rarityNow } from '../rarity.ts'
import { errors, json } from './responses.ts'

const rarity = createRoute({
  method: 'get',
  path: '/rarity',
  operationId: 'getRarity',
  summary: 'How rare badges are',
  description:
    'Among public pages, samples aside, in bands. Pages that this server counted are apart from those that count themselves. Nothing is said of a few pages: fewer than `RARITY_PAGES_MIN` in all, or `RARITY_HOLDERS_MIN` that have a tier. Counted anew every five minutes.',
  responses: { 200: json(RaritySchema, 'Each tier of each badge that enough pages have.'), ...errors(429) },
})

export const rarityApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid }).openapi(rarity, async (c) => {
  c.header('Cache-Control', `public, max-age=${c.var.config.RARITY_KEPT_SECONDS}`)
  return c.json(await rarityNow(c.env, c.var.config), 200)
})
