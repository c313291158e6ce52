import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { Layout } from '../layout.tsx'
import { FormError, HandleField, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'

export interface RecoverPageProps {
  error?: { message: string; hint?: string | undefined } | undefined
  /** The handle typed before. */
  handle?: string | undefined
}

/** For an owner without the key: the recovery code makes a new one. */
export const RecoverPage: FC<RecoverPageProps> = ({ error, handle }) => (
  <Layout title={t('Recover')} path={paths.recover} noindex>
    <form class="card narrow" method="post" action={paths.recover} aria-labelledby="recover-heading">
      <h1 id="recover-heading">{t('Get a new key')}</h1>
      <FormError error={error} />
      <HandleField value={handle} invalid={error !== undefined} />
      <TextField
        id="recovery-code"
        name="recovery_code"
        label={t('Recovery code')}
        type="password"
        hint={t('It was shown with your key. It works once; you get a new one with the new key.')}
        invalid={error !== undefined}
      />
      <button class="button button-primary" type="submit">
        {t('Get a new key')}
      </button>
      <p class="hint">{t('The old key stops working at once, and every browser is signed out.')}</p>
    </form>
  </Layout>
)
