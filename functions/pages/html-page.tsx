import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { HANDLE_PATTERN, SAMPLE_PREFIX } from '../../src/contract/profiles.ts'
import { ROUTES } from '../../src/urls.ts'
import type { AppEnv } from '../app-env.ts'
import { languageOfAddress, requestedLanguage } from '../http/language.ts'
import { handlesOfCookies } from '../http/owner-cookie.ts'
import { type Address, AddressProvider } from './address.ts'
import { LANGUAGES, LanguageProvider } from './languages.ts'
import { PathsProvider } from './paths.ts'
import { ReaderProvider } from './reader.ts'

/** A HEAD request is answered with the headers of a GET (RFC 9110 section 9.3.2). */
const READS = new Set(['GET', 'HEAD'])

/**
 * Responds with a page in the reader's language, whose header differs by reader: what the signed-in are answered is not
 * stored, and caches keep it apart from what visitors are.
 */
export function htmlPage(c: Context<AppEnv>, page: Child, status?: ContentfulStatusCode) {
  const handle = readersHandle(c)
  if (handle !== null || c.var.isOwners) c.header('Cache-Control', 'no-store')
  // Answers to forms and errors have said so themselves.
  else if (READS.has(c.req.method) && status === undefined) c.header('Cache-Control', 'no-cache')
  c.header('Vary', 'Authorization, Cookie, Accept-Language')
  const locale = requestedLanguage(c.req.raw)
  c.header('Content-Language', locale)
  return c.html(
    <PathsProvider value={c.var.paths ?? ROUTES}>
      <LanguageProvider value={LANGUAGES[locale]}>
        <AddressProvider value={addressOf(c)}>
          <ReaderProvider value={{ handle }}>{page}</ReaderProvider>
        </AddressProvider>
      </LanguageProvider>
    </PathsProvider>,
    status,
  )
}

/** The public origin, whatever a proxy in front made of the request's. */
function addressOf(c: Context<AppEnv>): Address {
  const site = URL.parse(c.var.urls?.root ?? '') ?? new URL(c.req.url)
  return { origin: site.origin, locale: languageOfAddress(c.req.url) }
}

/**
 * Returns the handle of the reader's own page: of the one shown if it is theirs, else of the one that they signed in to
 * last, a sample only if there is no other. By the cookies alone: the header of a page is not worth asking an object,
 * and shows nothing that the reader has not sent.
 */
function readersHandle(c: Context<AppEnv>): string | null {
  const { access, signedInTo } = c.var
  if (signedInTo !== undefined) return signedInTo
  if (access?.owner) return access.profile.handle
  const handles = handlesOfCookies(c).filter((handle) => HANDLE_PATTERN.test(handle))
  return handles.findLast((handle) => !handle.startsWith(SAMPLE_PREFIX)) ?? handles.at(-1) ?? null
}
