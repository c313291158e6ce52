import { raw } from 'hono/html'
import type { Child, FC } from 'hono/jsx'
import { Wreath, WreathSymbols } from '../../src/ui/wreath.tsx'
import { paths } from '../../src/urls.ts'

export interface LayoutProps {
  /** Title of the page; the site's name is added. */
  title: string
  description?: string | undefined
  /** Asks search engines not to index the page. */
  noindex?: boolean | undefined
  /** The request's path, to mark the current page. */
  path: string
  /** Whether the reader owns what is shown and needs no sign-in link. */
  signedIn?: boolean | undefined
  /** The page's script, an asset at the site's root. */
  script?: 'home' | 'profile' | 'owner' | 'badge' | 'embed' | 'sessions' | 'verify' | undefined
  /** Further elements of the head. */
  head?: Child
  children?: Child
}

const LINKS: readonly { path: string; label: string }[] = [
  { path: paths.verify, label: 'Verify' },
  { path: paths.docs, label: 'API' },
  { path: paths.signIn, label: 'Sign in' },
]

const DEFAULT_DESCRIPTION = 'An achievement page for your Hermes agent: one history in, one link out.'

/** The document around a page. Contains no inline style or script, so that `default-src 'self'` suffices. */
export const Layout: FC<LayoutProps> = (props) => (
  <>
    {raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{props.path === paths.home ? props.title : `${props.title} · Laurel`}</title>
        <meta name="description" content={props.description ?? DEFAULT_DESCRIPTION} />
        {props.noindex && <meta name="robots" content="noindex" />}
        <link rel="icon" href={paths.asset('favicon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={paths.asset('laurel.css')} />
        {props.head}
        {props.script && <script type="module" src={paths.asset(`${props.script}.js`)} />}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <WreathSymbols />
        <header class="site">
          <a class="brand" href={paths.home} aria-current={current(props.path, paths.home)}>
            <Wreath growth={5} />
            Laurel
          </a>
          <nav aria-label="Site">
            {LINKS.filter(({ path }) => !(props.signedIn && path === paths.signIn)).map((link) => (
              <a href={link.path} aria-current={current(props.path, link.path)}>
                {link.label}
              </a>
            ))}
          </nav>
        </header>
        <main id="main" tabindex={-1}>
          {props.children}
        </main>
        <footer class="site">
          <p>Laurel shows badges and counts. What was said in a session stays with its owner.</p>
        </footer>
      </body>
    </html>
  </>
)

function current(path: string, link: string): 'page' | undefined {
  return path === link ? 'page' : undefined
}
