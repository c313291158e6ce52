import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import {
  CIRCLE_ID_PATTERN,
  CircleMonthQuery,
  CircleSchema,
  CirclesSchema,
  JoinCircleSchema,
  MakeCircleSchema,
  RenameCircleSchema,
} from '../../src/contract/circles.ts'
import { HandleSchema } from '../../src/contract/profiles.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { HandleParam } from './profiles.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const CIRCLES = '/profiles/{handle}/circles'
const CIRCLE = `${CIRCLES}/{circle}` as const

const CircleParams = z.object({
  handle: HandleSchema,
  circle: z.string().regex(CIRCLE_ID_PATTERN, 'A circle’s id is 24 lowercase hexadecimal digits.'),
})
const MemberParams = CircleParams.extend({ member: HandleSchema })

const list = createRoute({
  method: 'get',
  path: CIRCLES,
  operationId: 'listCircles',
  summary: 'List the circles',
  description: 'Those that the profile is in, with its points this month.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: HandleParam },
  responses: { 200: json(CirclesSchema, 'The circles, by name.'), ...errors(400, 401, 403, 404) },
})

const make = createRoute({
  method: 'post',
  path: CIRCLES,
  operationId: 'makeCircle',
  summary: 'Make a circle',
  description: 'The profile is its first member, and its maker. The answer has the invite code.',
  security: OWNER_ONLY,
  middleware: [rateLimit('strict'), access('owner')] as const,
  request: {
    params: HandleParam,
    body: { required: true, content: { 'application/json': { schema: MakeCircleSchema } } },
  },
  responses: {
    201: json(CircleSchema, 'The circle.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 429),
  },
})

const join = createRoute({
  method: 'post',
  path: `${CIRCLES}/join`,
  operationId: 'joinCircle',
  summary: 'Join a circle',
  description:
    'Its members then see the profile’s handle, its points and what it was first to, whatever its visibility. Wrong codes count as wrong keys do.',
  security: OWNER_ONLY,
  middleware: [rateLimit('key'), access('owner')] as const,
  request: {
    params: HandleParam,
    body: { required: true, content: { 'application/json': { schema: JoinCircleSchema } } },
  },
  responses: {
    200: json(CircleSchema, 'The circle.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 429),
  },
})

const show = createRoute({
  method: 'get',
  path: CIRCLE,
  operationId: 'getCircle',
  summary: 'A month of a circle',
  description:
    'For members. A month counts by the circle’s time zone. It is frozen some hours after its end, and what is reported later changes it no more.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: CircleParams, query: CircleMonthQuery },
  responses: { 200: json(CircleSchema, 'The circle and the month.'), ...errors(400, 401, 403, 404) },
})

const rename = createRoute({
  method: 'patch',
  path: CIRCLE,
  operationId: 'renameCircle',
  summary: 'Rename a circle',
  description: 'For its maker.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: {
    params: CircleParams,
    body: { required: true, content: { 'application/json': { schema: RenameCircleSchema } } },
  },
  responses: {
    200: json(CircleSchema, 'The circle.'),
    ...errors(400, 401, 403, 404, 413, 415, 429),
  },
})

const renewCode = createRoute({
  method: 'post',
  path: `${CIRCLE}/code`,
  operationId: 'renewCircleCode',
  summary: 'Replace the invite code',
  description: 'For its maker. The former code stops working at once; members stay.',
  security: OWNER_ONLY,
  middleware: [rateLimit('strict'), access('owner')] as const,
  request: { params: CircleParams },
  responses: {
    200: json(CircleSchema, 'The circle, with its new code.'),
    ...errors(400, 401, 403, 404, 429),
  },
})

const remove = createRoute({
  method: 'delete',
  path: `${CIRCLE}/members/{member}`,
  operationId: 'removeCircleMember',
  summary: 'Leave a circle, or remove a member',
  description:
    'Anyone may take themselves out. The maker may remove others, which replaces the code. Who leaves is taken out of frozen months, too; what the others had stays. If the maker leaves, the circle passes to the member who joined first; the last one to leave ends it.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: MemberParams },
  responses: { 204: { description: 'Removed.' }, ...errors(400, 401, 403, 404, 429) },
})

const end = createRoute({
  method: 'delete',
  path: CIRCLE,
  operationId: 'endCircle',
  summary: 'End a circle',
  description: 'For its maker. All of it is deleted, past months included.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: CircleParams },
  responses: { 204: { description: 'Ended.' }, ...errors(400, 401, 403, 404, 429) },
})

export const circlesApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(list, async (c) => {
    const { handle } = c.var.access.profile
    return c.json(await profileClient(c.env, handle).circles.list(), 200)
  })
  .openapi(make, async (c) => {
    const { circles } = profileClient(c.env, c.var.access.profile.handle)
    return c.json(await circles.show(await circles.make(c.req.valid('json')), null), 201)
  })
  .openapi(join, async (c) => {
    const { circles } = profileClient(c.env, c.var.access.profile.handle)
    return c.json(await circles.show(await circles.join(c.req.valid('json').code), null), 200)
  })
  .openapi(show, async (c) => {
    const { circles } = profileClient(c.env, c.var.access.profile.handle)
    const { month = null } = c.req.valid('query')
    return c.json(await circles.show(c.req.valid('param').circle, month), 200)
  })
  .openapi(rename, async (c) => {
    const { circles } = profileClient(c.env, c.var.access.profile.handle)
    const { circle } = c.req.valid('param')
    await circles.rename(circle, c.req.valid('json').name)
    return c.json(await circles.show(circle, null), 200)
  })
  .openapi(renewCode, async (c) => {
    const { circles } = profileClient(c.env, c.var.access.profile.handle)
    const { circle } = c.req.valid('param')
    await circles.renewCode(circle)
    return c.json(await circles.show(circle, null), 200)
  })
  .openapi(remove, async (c) => {
    const { circles } = profileClient(c.env, c.var.access.profile.handle)
    const { circle, member } = c.req.valid('param')
    await circles.remove(circle, member)
    return c.body(null, 204)
  })
  .openapi(end, async (c) => {
    const { circles } = profileClient(c.env, c.var.access.profile.handle)
    await circles.end(c.req.valid('param').circle)
    return c.body(null, 204)
  })
