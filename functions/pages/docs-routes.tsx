import type { OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { describeApi } from '../api/openapi.ts'
import type { AppEnv } from '../app-env.ts'
import { ApiDocsPage } from './api-docs.tsx'
import { API_DOCS_PATH } from './paths.ts'

const DOCUMENT_PATH = '/api/v1/openapi.json'

/** The description of an API, for machines and for people. */
export function docsRoutes(api: OpenAPIHono<AppEnv>) {
  return new Hono<AppEnv>()
    .get(DOCUMENT_PATH, (c) => c.json(describeApi(api, new URL(c.req.url).origin)))
    .get(API_DOCS_PATH, (c) => {
      const { origin } = new URL(c.req.url)
      return c.html(
        <ApiDocsPage document={describeApi(api, origin)} origin={origin} documentPath={DOCUMENT_PATH} />,
      )
    })
}
