import { app } from '../../../functions/app.ts'
import type { OpenApiDocument } from '../../../functions/pages/api-docs/openapi.ts'
import { call } from './client.ts'

export interface Route {
  method: string
  /** With `:name` for each parameter. */
  path: string
}

/** Every route that the app answers, middleware apart: from its own table, so that a new one is never forgotten. */
export function everyRoute(): Route[] {
  const routes = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({ method, path: path.replace(/\{[^}]*\}/g, '') }))
  return [...new Map(routes.map((route) => [`${route.method} ${route.path}`, route])).values()]
}

/** The address of a route for a profile. Where the page's pattern begins with `@`, so does the handle. */
export function addressOf({ path }: Route, handle: string): string {
  const named = path.startsWith('/:handle') ? `@${handle}` : handle
  return path
    .replace(':handle', named)
    .replace(':source', 'default')
    .replace(':id', 'session-1')
    .replace(':achievement', 'let_him_cook')
}

export async function openApiDocument(): Promise<OpenApiDocument & { openapi: string }> {
  const answer = await call('/api/v1/openapi.json')
  return answer.json()
}
