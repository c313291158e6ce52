import { Hono } from 'hono'
import { ROUTES } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { requestedLanguage } from '../../http/language.ts'
import { LANGUAGES, LanguageProvider } from '../languages.ts'
import { PathsProvider } from '../paths.ts'
import { OfflinePage } from './page.tsx'

/** The page that the service worker keeps for when there is no network. */
export const offlineRoutes = new Hono<AppEnv>().get(ROUTES.offline, (c) => {
  const locale = requestedLanguage(c.req.raw)
  c.header('Vary', 'Cookie, Accept-Language')
  c.header('Content-Language', locale)
  return c.html(
    <PathsProvider value={c.var.paths}>
      <LanguageProvider value={LANGUAGES[locale]}>
        <OfflinePage />
      </LanguageProvider>
    </PathsProvider>,
  )
})
