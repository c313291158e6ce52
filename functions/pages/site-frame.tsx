import type { FC } from 'hono/jsx'
import { LOCALES, language, OWN_NAMES, t } from '../../src/language/language.ts'
import { Icon } from '../../src/ui/icon.tsx'
import { Wreath } from '../../src/ui/wreath.tsx'
import { paths } from './paths.ts'
import { useReader } from './reader.ts'

/** What stands above and below every page, for readers with a page of their own and for those without. */

const LINKS = [
  { to: 'verify', label: 'Verify' },
  { to: 'docs', label: 'API' },
] as const

/** `path`: the request’s, to mark the current page. */
export const SiteHeader: FC<{ path: string }> = ({ path }) => {
  const { handle } = useReader()
  return (
    <header class="site">
      <a class="brand" href={paths.home} aria-current={current(path, paths.home)}>
        <Wreath growth={5} />
        Laurel
      </a>
      <nav aria-label={t('Site')}>
        {LINKS.map((link) => (
          <a class="site-link" href={paths[link.to]} aria-current={current(path, paths[link.to])}>
            {t(link.label)}
          </a>
        ))}
        {handle === null ? <ForVisitors path={path} /> : <Account handle={handle} path={path} />}
      </nav>
    </header>
  )
}

const ForVisitors: FC<{ path: string }> = ({ path }) => (
  <>
    <a href={paths.signIn} aria-current={current(path, paths.signIn)}>
      {t('Sign in')}
    </a>
    {path !== paths.home && (
      <a class="button" href={paths.home}>
        {t('Make yours')}
      </a>
    )}
  </>
)

/** The owner’s menu. */
const Account: FC<{ handle: string; path: string }> = ({ handle, path }) => {
  const places = [
    { href: paths.profile(handle), label: 'Your page' },
    { href: paths.sessions(handle), label: 'Sessions' },
    { href: paths.insights(handle), label: 'Insights' },
    { href: paths.panel(handle, 'settings'), label: 'Settings' },
  ] as const
  return (
    <div class="account">
      <button class="button" type="button" popovertarget="account-menu">
        <span class="account-name">@{handle}</span> <Icon name="menu" />
      </button>
      <ul id="account-menu" popover="auto">
        {places.map(({ href, label }) => (
          <li>
            <a href={href} aria-current={current(path, href)}>
              {t(label)}
            </a>
          </li>
        ))}
        <li>
          <form method="post" action={paths.signOut}>
            <button type="submit">{t('Sign out')}</button>
          </form>
        </li>
      </ul>
    </div>
  )
}

export const SiteFooter: FC<{ path: string }> = ({ path }) => {
  const isVisitor = useReader().handle === null
  return (
    <footer class="site">
      {isVisitor && path !== paths.home && (
        <p>
          {t('Laurel turns a Hermes agent’s history into a page like this.')}{' '}
          <a href={paths.home}>{t('Make yours')}</a>
        </p>
      )}
      <p>{t('Laurel shows badges and counts. What was said in a session stays with its owner.')}</p>
      <p>
        {[{ to: 'explore', label: 'Explore' } as const, ...LINKS].map((link) => (
          <a class="site-link" href={paths[link.to]}>
            {t(link.label)}
          </a>
        ))}
      </p>
      <LanguageChoice />
    </footer>
  )
}

/** A button for each language, by the name that its speakers call it. Works without a script. */
const LanguageChoice: FC = () => (
  <form class="languages" method="post" action={paths.language} aria-label={t('Language')}>
    {LOCALES.map((locale) => (
      <button
        type="submit"
        name="language"
        value={locale}
        lang={locale}
        aria-pressed={locale === language().locale ? 'true' : 'false'}
      >
        {OWN_NAMES[locale]}
      </button>
    ))}
  </form>
)

/** Invites a visitor to make a page, after what they came to see. Readers with a page see nothing. */
export const Invitation: FC = () =>
  useReader().handle === null ? (
    <section class="invitation" aria-labelledby="invitation-heading">
      <Wreath growth={5} />
      <div>
        <h2 id="invitation-heading">{t('What did your agent earn?')}</h2>
        <p>
          {t(
            'Laurel reads the history of a Hermes agent, in your browser, and counts what it ran, broke, fixed and shipped. One file in, a page like this out.',
          )}
        </p>
      </div>
      <a class="button button-primary" href={paths.home}>
        {t('Make yours')}
      </a>
    </section>
  ) : null

function current(path: string, link: string): 'page' | undefined {
  return path === link ? 'page' : undefined
}
