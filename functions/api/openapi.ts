import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Urls } from '../../src/urls.ts'
import type { AppEnv } from '../app-env.ts'
import { cookieName } from '../http/owner-cookie.ts'
import { placed } from './guide/blocks.ts'
import { openApiTags, sectionOf } from './guide/sections.ts'
import { OWNER_ONLY } from './responses.ts'

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
    // The types are of OpenAPI 3.0, which has no identifiers (section 4.8.4 of 3.1).
    info: { ...document.info, license: { name: 'MIT', identifier: 'MIT' } },
    components: {
      ...document.components,
      securitySchemes: {
        ...document.components?.securitySchemes,
        ownerCookie: { ...ownerCookie, name: cookieName(site, '{handle}') },
      },
    },
    paths: Object.fromEntries(items.map(({ path, item, tag }) => [path, tagged(path, item, tag, site.root)])),
    tags: openApiTags(site.root),
    servers: [{ url: site.api }],
  })
}

/** Anyone may read a profile that isn’t private; its owner may always, and sees more. */
const ANYONE = [{}, ...OWNER_ONLY]

/** A path whose operations have this tag and say who may use them, described at this server. */
function tagged<Item extends object>(path: string, item: Item, tag: string, root: string) {
  const isOfProfile = path.startsWith('/profiles/{handle}')
  const operations = Object.entries(item).map(([method, operation]) => {
    const { description, security = isOfProfile ? ANYONE : [] } = operation
    const text = description && { description: placed(description, root) }
    return [method, { ...operation, ...text, security, tags: [tag] }]
  })
  return Object.fromEntries(operations) as Item
}
