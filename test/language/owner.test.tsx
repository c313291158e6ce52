import { afterEach, expect, it } from 'vitest'
import { browserLabel } from '../../functions/http/browser-label.ts'
import { LANGUAGES } from '../../functions/pages/languages.ts'
import { KeySettings } from '../../functions/pages/profile/key-settings.tsx'
import { ENGLISH, LOCALES, speakBy } from '../../src/language/language.ts'
import {
  badRange,
  cutOff,
  keepsChanging,
  refusedWith,
  tooSlow,
  unreachable,
} from '../../src/pulls/failure.ts'
import { pullText } from '../../src/ui/pull-text.ts'

const TRANSLATED = LOCALES.filter((locale) => locale !== 'en')
afterEach(() => speakBy(() => ENGLISH))

const FAILURES = [
  unreachable(),
  tooSlow(),
  cutOff(),
  keepsChanging(),
  badRange(),
  ...[401, 403, 404, 410, 500].map((status) => refusedWith(status, null)),
]

/** What an owner reads of a pull that failed so. */
function textOf({ code, message, hint }: (typeof FAILURES)[number]): string {
  return pullText({
    source: 'work',
    host: 'nas.example',
    interval_seconds: 3600,
    has_header: false,
    created_at: 0,
    failures: 1,
    next_at: 0,
    fetched: null,
    last_check: {
      at: 0,
      outcome: 'failed',
      status: null,
      error: { code, message, ...(hint !== undefined && { hint }) },
    },
  })
}

it.each(TRANSLATED)('why a pull failed has words in %s', (locale) => {
  speakBy(() => LANGUAGES[locale])
  const english = FAILURES.flatMap(({ message, hint }) => [message, ...(hint ? [hint] : [])])
  expect(FAILURES.map(textOf).filter((text) => english.some((part) => text.includes(part)))).toEqual([])
})

it('the status that a pull failed with stays in its sentence', () => {
  speakBy(() => LANGUAGES.de)
  expect(textOf(refusedWith(404, null))).toBe('Der Server antwortete mit Status 404. Prüfe die URL.')
})

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox auf Linux'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1', 'Safari auf einem iPhone'],
  ['curl/8.0', 'Ein Browser'],
])('the browser of %s is named in German', (userAgent, name) => {
  speakBy(() => LANGUAGES.de)
  const signIn = {
    id: 'a',
    browser: browserLabel(userAgent),
    created_at: 0,
    failures: 1,
    last_seen_on: '1970-01-01',
    current: true,
  }
  const page = String(<KeySettings handle="ada" timeZone="UTC" signIns={{ sign_ins: [signIn] }} />)
  expect(page).toContain(`Dieser Browser: ${name}, seit`)
})
