import { raw } from 'hono/html'
import type { Child, FC } from 'hono/jsx'
import { ENGLISH, language, t } from '../../src/language/language.ts'
import { WreathSymbols } from '../../src/ui/wreath.tsx'
import { LanguageProvider } from './languages.ts'
import { LanguageLinks } from './parts/language-links.tsx'
import { paths } from './paths.ts'
import { SiteFooter, SiteHeader } from './site-frame.tsx'

export interface LayoutProps {
  /** Title of the page; the site's name is added. */
  title: string
  description?: string | undefined
  /** Asks search engines not to index the page. */
  noindex?: boolean | undefined
  /** The request's path, to mark the current page. */
  path: string
  /** The page's script, an asset at the site's root. */
  script?:
    | 'home'
    | 'profile'
    | 'owner'
    | 'badge'
    | 'circles'
    | 'embed'
    | 'sessions'
    | 'verify'
    | 'wrapped'
    | undefined
  /** What it shows is English, whatever the reader's language. */
  isEnglish?: boolean | undefined
  /** Further elements of the head. */
  head?: Child
  children?: Child
}

const TITLE_FONT = 'source-serif-4-latin-600.woff2'

const DEFAULT_DESCRIPTION = 'An achievement page for your Hermes agent: one history in, one link out.'

/** Scripts that may add news above everything else: drawn with the page, it moves nothing. */
const DRAWN_WITH_PAGE: readonly LayoutProps['script'][] = ['profile', 'owner']

/** Scripts that say nothing. */
const SILENT: readonly LayoutProps['script'][] = ['wrapped']

const PageScript: FC<{ name: NonNullable<LayoutProps['script']> }> = ({ name }) => {
  const blocking = DRAWN_WITH_PAGE.includes(name) ? 'render' : undefined
  const { locale } = language()
  const speaks = locale !== 'en' && !SILENT.includes(name)
  return (
    <>
      {/* Modules run in the order of the page: the words are there before they are said. */}
      {speaks && <script type="module" src={paths.words(name, locale)} blocking={blocking} />}
      <script type="module" src={paths.asset(`${name}.js`)} blocking={blocking} />
    </>
  )
}

/** The document around a page. Contains no inline style or script, so that `default-src 'self'` suffices. */
export const Layout: FC<LayoutProps> = (props) => (
  <>
    {raw('<!doctype html>')}
    <html lang={language().locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{props.path === paths.home ? props.title : `${props.title} · Laurel`}</title>
        <meta name="description" content={props.description ?? t(DEFAULT_DESCRIPTION)} />
        {props.noindex && <meta name="robots" content="noindex" />}
        {!props.noindex && !props.isEnglish && <LanguageLinks path={props.path} />}
        <link rel="icon" href={paths.asset('favicon.svg')} type="image/svg+xml" sizes="any" />
        <link rel="icon" href={paths.asset('favicon.ico')} sizes="32x32" />
        <link rel="apple-touch-icon" href={paths.asset('apple-touch-icon.png')} />
        <link rel="manifest" href={paths.asset('site.webmanifest')} />
        {/* Before the stylesheet names it, so that titles are rarely drawn twice. */}
        <link rel="preload" href={paths.asset(TITLE_FONT)} as="font" type="font/woff2" crossorigin="" />
        <link rel="stylesheet" href={paths.asset('laurel.css')} />
        {props.head}
        {props.script && <PageScript name={props.script} />}
      </head>
      <body>
        <a class="skip" href="#main">
          {t('Skip to content')}
        </a>
        <WreathSymbols />
        <SiteHeader path={props.path} />
        <main id="main" tabindex={-1} lang={props.isEnglish && language().locale !== 'en' ? 'en' : undefined}>
          {props.isEnglish ? (
            <LanguageProvider value={ENGLISH}>{props.children}</LanguageProvider>
          ) : (
            props.children
          )}
        </main>
        <SiteFooter path={props.path} />
      </body>
    </html>
  </>
)
