import { Hono } from 'hono'
import { ROUTES } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { PathsProvider } from '../paths.ts'
import { OfflinePage } from './page.tsx'

/** The page that the service worker keeps for when there is no network. */
export const offlineRoutes = new Hono<AppEnv>().get(ROUTES.offline, (c) =>
  c.html(
    <PathsProvider value={c.var.paths}>
      <OfflinePage />
    </PathsProvider>,
  ),
)
