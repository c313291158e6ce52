import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from '../app-env.ts'

export const API_PATH = '/api/v1'

/**
 * The OpenAPI 3.1 document of the API, made once, from the schemas that validate. The answer takes the origin of
 * the server that asks.
 */
export function describedApi(api: OpenAPIHono<AppEnv>) {
  api.openAPIRegistry.registerComponent('securitySchemes', 'ownerKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'The owner key that was shown when the profile was created.',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'ownerCookie', {
    type: 'apiKey',
    in: 'cookie',
    name: 'laurel_key_{handle}',
    description: 'Set by signing in. Requests that write must come from this site.',
  })
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Laurel',
      version: '1',
      description:
        'Achievement pages made of Hermes histories. Every error has the shape `{error: {code, message, hint?}}`.',
    },
  })
  return (origin: string) => ({ ...document, servers: [{ url: origin + API_PATH }] })
}
