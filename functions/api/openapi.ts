import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Urls } from '../../src/urls.ts'
import type { AppEnv } from '../app-env.ts'
import { cookieName } from '../http/owner-cookie.ts'
import { placed } from './guide/blocks.ts'
import { openApiTags, sectionOf } from './guide/sections.ts'

/**
 * The OpenAPI 3.1 document of the API, built once from the schemas that validate requests. Responses insert the
 * server's URL.
 */
export function describedApi(api: OpenAPIHono<AppEnv>) {
  api.openAPIRegistry.registerComponent('securitySchemes', 'ownerKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'The owner key, shown when the profile was created or the key was replaced.',
  })
  const ownerCookie = {
    type: 'apiKey',
    in: 'cookie',
    name: '',
    description:
      'A token set by signing in; without the prefix over plain http. Requests that write must come from this site.',
  } as const
  api.openAPIRegistry.registerComponent('securitySchemes', 'ownerCookie', ownerCookie)
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Laurel',
      version: '1',
      description:
        'Achievement pages for Hermes agents. Every error has the shape `{error: {code, message, hint?}}`.',
    },
  })
  const items = Object.entries(document.paths ?? {}).map(([path, item]) => {
    return { path, item, tag: sectionOf(path) }
  })
  return (site: Urls) => ({
    ...document,
    components: {
      ...document.components,
      securitySchemes: {
        ...document.components?.securitySchemes,
        ownerCookie: { ...ownerCookie, name: cookieName(site, '{handle}') },
      },
    },
    paths: Object.fromEntries(items.map(({ path, item, tag }) => [path, tagged(item, tag, site.root)])),
    tags: openApiTags(site.root),
    servers: [{ url: site.api }],
  })
}

/** A path whose operations have this tag, described at this server. */
function tagged<Item extends object>(item: Item, tag: string, root: string) {
  const operations = Object.entries(item).map(([method, operation]) => {
    const { description } = operation
    return [
      method,
      { ...operation, ...(description && { description: placed(description, root) }), tags: [tag] },
    ]
  })
  return Object.fromEntries(operations) as Item
}
