import { Hono } from 'hono'
import { BADGE_STYLES, LOCALES, THEME_NAMES } from '../../../src/contract/cards.ts'
import { EMBED_KINDS, type EmbedChoice } from '../../../src/ui/embed.ts'
import { HANDLE_ROUTE } from '../../../src/urls.ts'
import type { AppEnv } from '../../app-env.ts'
import { access } from '../../http/access.ts'
import { htmlPage } from '../html-page.tsx'
import { EmbedPage } from './embed-page.tsx'

const THEMES = ['auto', ...THEME_NAMES]

/** The page to configure images for other sites. */
export const embedRoutes = new Hono<AppEnv>().get(`${HANDLE_ROUTE}/embed`, access('anyone'), (c) => {
  const { profile } = c.var.access
  return htmlPage(c, <EmbedPage profile={profile} choice={choiceFrom(c.req.query())} site={c.var.urls} />)
})

/** Parses a URL's query; unknown options are ignored. */
function choiceFrom(query: Record<string, string>): EmbedChoice {
  const { kind, light = '', dark = '', locale = '', hide_border, style = '' } = query
  return {
    kind: EMBED_KINDS.find((known) => known === kind) ?? 'card',
    light: THEMES.includes(light) ? light : 'parchment',
    dark: THEMES.includes(dark) ? dark : 'night',
    options: {
      locale: LOCALES.find((known) => known === locale) ?? '',
      hide_border: hide_border === 'true' ? 'true' : '',
      style: BADGE_STYLES.find((known) => known === style) ?? '',
    },
  }
}
