import type { OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { SECTIONS } from '../../api/guide/sections.ts'
import { API_PATH, describedApi } from '../../api/openapi.ts'
import type { AppEnv } from '../../app-env.ts'
import { API_DOCS_PATH } from '../paths.ts'
import { ApiDocsPage } from './page.tsx'

const DOCUMENT_PATH = `${API_PATH}/openapi.json`

/** The description of an API, for machines and for people. */
export function docsRoutes(api: OpenAPIHono<AppEnv>) {
  const documentFor = describedApi(api)
  return new Hono<AppEnv>()
    .get(DOCUMENT_PATH, (c) => c.json(documentFor(new URL(c.req.url).origin)))
    .get(API_DOCS_PATH, (c) => {
      const { origin } = new URL(c.req.url)
      return c.html(
        <ApiDocsPage
          document={documentFor(origin)}
          origin={origin}
          guide={SECTIONS}
          documentPath={DOCUMENT_PATH}
        />,
      )
    })
}
