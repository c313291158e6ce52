import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { Icon } from '../../../src/ui/icon.tsx'
import { paths } from '../paths.ts'

export interface OwnerKeyProps {
  ownerKey: string
  /** Null if the one of before stays. */
  recoveryCode: string | null
}

/** The owner key and the recovery code, shown once. Buttons are unhidden by a script. */
export const OwnerKey: FC<OwnerKeyProps> = ({ ownerKey, recoveryCode }) => (
  <>
    <Secret id="owner-key" label={t('Your owner key')} value={ownerKey}>
      {t(
        'You’ll see this key only once; we keep just a hash of it. Use it to sign in from other browsers, publish from the command line, change settings or delete the page. Store it with your passwords.',
      )}
    </Secret>
    {recoveryCode !== null && (
      <Secret id="recovery-code" label={t('Your recovery code')} value={recoveryCode}>
        {t('If you lose the key, this code gets you a new one, once. Store it somewhere else.')}
      </Secret>
    )}
    <p>
      <button class="button" type="button" data-key-download hidden>
        <Icon name="download" /> {t('Download')}
      </button>
    </p>
  </>
)

const Secret: FC<{ id: string; label: string; value: string; children?: string }> = (props) => (
  <div class="key" data-copy-group>
    <label for={props.id}>{props.label}</label>
    <span class="key-line">
      <input id={props.id} class="key-value" value={props.value} readonly data-copy-source />
      <button class="button" type="button" data-copy hidden>
        <Icon name="copy" /> <span data-copy-label>{t('Copy')}</span>
      </button>
    </span>
    <p class="hint">{props.children}</p>
  </div>
)

/**
 * Leads on from a key, by signing in with it: password managers offer to save what such a form sends. They skip fields
 * that are not rendered, so these are only out of sight.
 */
export const KeptKey: FC<{ handle: string; ownerKey: string }> = ({ handle, ownerKey }) => (
  <form method="post" action={paths.signIn} data-key-kept>
    <span class="sr-only">
      <label for="saved-handle">{t('User name')}</label>
      <input id="saved-handle" name="handle" value={handle} autocomplete="username" tabindex={-1} readonly />
      <label for="saved-key">{t('Password')}</label>
      <input
        id="saved-key"
        name="owner_key"
        type="password"
        value={ownerKey}
        autocomplete="new-password"
        tabindex={-1}
        readonly
      />
    </span>
    <button class="button button-primary" type="submit">
      {t('I’ve saved it, show my page')} <Icon name="arrow" />
    </button>
  </form>
)
