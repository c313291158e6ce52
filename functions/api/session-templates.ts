import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { HandleSchema } from '../../src/contract/profiles.ts'
import {
  type ChatMessage,
  CreateTemplateSchema,
  InjectByTypeSchema,
  InjectedSchema,
  InjectSchema,
  type SessionTemplate,
  SessionTemplateSchema,
  SuggestionsSchema,
  SuggestSchema,
  TaskTypeSchema,
  TemplateNameSchema,
  TemplateSummarySchema,
  TemplatesSchema,
} from '../../src/contract/session-templates.ts'
import { injectTemplate } from '../../src/templates/injection.ts'
import type { AppEnv } from '../app-env.ts'
import { access } from '../http/access.ts'
import { rateLimit } from '../http/rate-limit.ts'
import { onInvalid } from '../http/validation.ts'
import { profileClient } from '../profile/client.ts'
import { HandleParam } from './profiles.ts'
import { errors, json, OWNER_ONLY } from './responses.ts'

const NamedParams = z.object({ handle: HandleSchema, name: TemplateNameSchema })

const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
})

const list = createRoute({
  method: 'get',
  path: '/profiles/{handle}/session-templates',
  operationId: 'listTemplates',
  summary: 'List the session templates',
  description: 'Of one task type, or of all. Each has its examples at its own address.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: HandleParam, query: z.object({ type: TaskTypeSchema.optional() }) },
  responses: { 200: json(TemplatesSchema, 'The templates.'), ...errors(400, 401, 403, 404) },
})

const create = createRoute({
  method: 'post',
  path: '/profiles/{handle}/session-templates',
  operationId: 'makeTemplate',
  summary: 'Make a session template',
  description:
    'Made from the tool calls in the first 100 messages of a session that were answered without an error, and their answers. The history must be stored here; otherwise, `laurel templates create` makes a template on the machine that has it. Anything that looks like a key, token or password is removed.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: HandleParam, body: body(CreateTemplateSchema) },
  responses: {
    201: json(TemplateSummarySchema, 'The new template.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
})

const suggest = createRoute({
  method: 'post',
  path: '/profiles/{handle}/session-templates/suggest',
  operationId: 'suggestTemplates',
  summary: 'Suggest sessions for templates',
  description:
    'Sessions with at least three calls that worked in their first 30 turns, and errors in at most a quarter of the answers. Ranked by the share of calls that worked and are of one kind (code, files or research), by answers that report success, and by errors. None is suggested if none is worth a template. Examines the most promising sessions of the histories stored here.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: HandleParam, body: body(SuggestSchema) },
  responses: {
    200: json(SuggestionsSchema, 'The best first.'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 422, 429),
  },
})

const injectByType = createRoute({
  method: 'post',
  path: '/profiles/{handle}/session-templates/inject',
  operationId: 'injectTemplateOfType',
  summary: 'Insert a template of a type into messages',
  description: 'Uses the least-used template of that type.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: HandleParam, body: body(InjectByTypeSchema) },
  responses: {
    200: json(InjectedSchema, 'Your messages, with the template inserted.'),
    ...errors(400, 401, 403, 404, 413, 415, 429),
  },
})

const show = createRoute({
  method: 'get',
  path: '/profiles/{handle}/session-templates/{name}',
  operationId: 'getTemplate',
  summary: 'Show a session template',
  description: 'In the format that the command line tool stores.',
  security: OWNER_ONLY,
  middleware: [access('owner')] as const,
  request: { params: NamedParams },
  responses: { 200: json(SessionTemplateSchema, 'The whole template.'), ...errors(400, 401, 403, 404) },
})

const inject = createRoute({
  method: 'post',
  path: '/profiles/{handle}/session-templates/{name}/inject',
  operationId: 'injectTemplate',
  summary: 'Insert a template into messages',
  description:
    'The examples follow the system messages at the start: a system message, or one of the user, introduces them, then each one is a call and its answer. Your messages stay unchanged. This counts as a use.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: NamedParams, body: body(InjectSchema) },
  responses: {
    200: json(InjectedSchema, 'Your messages, with the template inserted.'),
    ...errors(400, 401, 403, 404, 413, 415, 429),
  },
})

const remove = createRoute({
  method: 'delete',
  path: '/profiles/{handle}/session-templates/{name}',
  operationId: 'deleteTemplate',
  summary: 'Delete a session template',
  description: 'The count of its uses goes with it.',
  security: OWNER_ONLY,
  middleware: [rateLimit('write'), access('owner')] as const,
  request: { params: NamedParams },
  responses: { 204: { description: 'Deleted.' }, ...errors(400, 401, 403, 404, 429) },
})

export const sessionTemplatesApi = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(list, async (c) => {
    const { handle } = c.var.access.profile
    const type = c.req.valid('query').type ?? null
    return c.json(await profileClient(c.env, handle).templates.list(type), 200)
  })
  .openapi(create, async (c) => {
    const { handle } = c.var.access.profile
    return c.json(await profileClient(c.env, handle).templates.create(c.req.valid('json')), 201)
  })
  .openapi(suggest, async (c) => {
    const { handle } = c.var.access.profile
    const { limit, classes } = c.req.valid('json')
    return c.json(await profileClient(c.env, handle).templates.suggest(limit, classes), 200)
  })
  .openapi(injectByType, async (c) => {
    const { handle } = c.var.access.profile
    const { type, messages, as } = c.req.valid('json')
    const template = await profileClient(c.env, handle).templates.use({ type })
    return c.json(injected(template, messages, as), 200)
  })
  .openapi(show, async (c) => {
    const { handle } = c.var.access.profile
    const { name } = c.req.valid('param')
    return c.json(await profileClient(c.env, handle).templates.show(name), 200)
  })
  .openapi(inject, async (c) => {
    const { handle } = c.var.access.profile
    const { name } = c.req.valid('param')
    const { messages, as } = c.req.valid('json')
    const template = await profileClient(c.env, handle).templates.use({ name })
    return c.json(injected(template, messages, as), 200)
  })
  .openapi(remove, async (c) => {
    const { handle } = c.var.access.profile
    await profileClient(c.env, handle).templates.remove(c.req.valid('param').name)
    return c.body(null, 204)
  })

function injected(template: SessionTemplate, messages: readonly ChatMessage[], as: 'openai' | 'prefill') {
  const { name, usage_count } = template
  return { messages: injectTemplate(template, messages, as), template: { name, usage_count } }
}
