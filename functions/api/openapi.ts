import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Urls } from '../../src/urls.ts'
import type { AppEnv } from '../app-env.ts'
import { openApiTags, sectionOf } from './guide/sections.ts'

/**
 * The OpenAPI 3.1 document of the API, built once from the schemas that validate requests. Responses insert the
 * server's origin.
 */
export function describedApi(api: OpenAPIHono<AppEnv>) {
  api.openAPIRegistry.registerComponent('securitySchemes', 'ownerKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'The owner key, shown when the profile was created or the key was replaced.',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'ownerCookie', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-laurel_owner_{handle}',
    description:
      'A token set by signing in; without the prefix over plain http. Requests that write must come from this site.',
  })
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Laurel',
      version: '1',
      description:
        'Achievement pages for Hermes agents. Every error has the shape `{error: {code, message, hint?}}`.',
    },
  })
  const paths = Object.fromEntries(
    Object.entries(document.paths ?? {}).map(([path, item]) => [path, tagged(item, sectionOf(path))]),
  )
  return (site: Urls) => ({
    ...document,
    paths,
    tags: openApiTags(site.root),
    servers: [{ url: site.api }],
  })
}

/** A path whose operations have this tag. */
function tagged<Item extends object>(item: Item, tag: string) {
  const operations = Object.entries(item).map(([method, operation]) => [
    method,
    { ...operation, tags: [tag] },
  ])
  return Object.fromEntries(operations) as Item
}
