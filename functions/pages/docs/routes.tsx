import type { OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { ROUTES } from '../../../src/urls.ts'
import { SECTIONS } from '../../api/guide/sections.ts'
import { describedApi } from '../../api/openapi.ts'
import type { AppEnv } from '../../app-env.ts'
import { htmlPage } from '../html-page.tsx'
import { ApiDocsPage } from './page.tsx'

/** The API's description, for machines and for people. */
export function docsRoutes(api: OpenAPIHono<AppEnv>) {
  const documentFor = describedApi(api)
  return new Hono<AppEnv>()
    .get(ROUTES.openApi, (c) => c.json(documentFor(c.var.urls)))
    .get(ROUTES.docs, (c) => {
      return htmlPage(
        c,
        <ApiDocsPage
          document={documentFor(c.var.urls)}
          origin={c.var.urls.root}
          guide={SECTIONS}
          documentPath={c.var.paths.openApi}
        />,
      )
    })
}
