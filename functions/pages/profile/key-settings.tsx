import type { FC } from 'hono/jsx'
import type { SignIns } from '../../../src/contract/owner-key.ts'
import { t, translated } from '../../../src/language/language.ts'
import { day } from '../../../src/ui/dates.ts'
import { paths } from '../paths.ts'

export interface KeySettingsProps {
  handle: string
  /** An IANA name. */
  timeZone: string
  signIns: SignIns
}

/** The browsers that are signed in, and a new key. */
export const KeySettings: FC<KeySettingsProps> = ({ handle, timeZone, signIns }) => (
  <>
    <section class="panel-form" aria-labelledby="sign-ins-heading">
      <h3 id="sign-ins-heading">{t('Signed in')}</h3>
      <ul class="history-list">
        {signIns.sign_ins.map(({ id, browser, created_at, last_seen_on, current }) => (
          <li>
            {t(current ? 'This browser: {browser}, since {day}' : '{browser}, since {day}', {
              browser: browserName(browser),
              day: day(created_at, timeZone),
            })}
            {!current && (
              <>
                <span class="hint">
                  {t('last seen {day}', { day: day(Date.parse(last_seen_on) / 1000, 'UTC') })}
                </span>
                <form method="post" action={paths.signInAction(handle, id, 'end')}>
                  <button
                    class="link-button"
                    type="submit"
                    aria-label={t('Sign out {browser}', { browser: browserName(browser) })}
                  >
                    {t('Sign out')}
                  </button>
                </form>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
    <form class="panel-form" method="post" action={paths.ownerAction(handle, 'owner-key')}>
      <h3>{t('Owner key')}</h3>
      <p class="hint">
        {t(
          'A new key replaces the current one everywhere at once and signs out every browser. Your recovery code stays the same.',
        )}
      </p>
      <label class="choice" for="replace-key-confirm">
        <input id="replace-key-confirm" type="checkbox" name="confirm" value="yes" required />
        <span class="choice-text">{t('I can update everything that reports to this page')}</span>
      </label>
      <button class="button button-danger" type="submit">
        {t('Make a new key')}
      </button>
    </form>
  </>
)

/** Returns the name of a browser, which is stored in English, in the reader's language. */
function browserName(label: string): string {
  const [browser = '', system] = label.split(' on ').map(translated)
  return system === undefined ? browser : t('{browser} on {system}', { browser, system })
}
