import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { Layout } from '../layout.tsx'
import { FormError, HandleField, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'

export interface SignInPageProps {
  error?: { message: string; hint?: string | undefined } | undefined
  /** The handle typed before, or that of the page that the reader came from. */
  handle?: string | undefined
}

export const SignInPage: FC<SignInPageProps> = ({ error, handle }) => (
  <Layout title={t('Sign in')} path={paths.signIn} noindex>
    <form class="card narrow" method="post" action={paths.signIn} aria-labelledby="sign-in-heading">
      <h1 id="sign-in-heading">{t('Sign in')}</h1>
      <FormError error={error} />
      <HandleField value={handle} invalid={error !== undefined} />
      <TextField
        id="owner-key"
        name="owner_key"
        label={t('Owner key')}
        type="password"
        autocomplete="current-password"
        hint={t('Shown once, when you created the page or replaced the key.')}
        invalid={error !== undefined}
      />
      <button class="button button-primary" type="submit">
        {t('Sign in')}
      </button>
      <p class="hint">
        <Sentence
          text="Lost your key? {recover}. No page yet? {make}"
          with={{
            recover: <a href={paths.recover}>{t('Use your recovery code')}</a>,
            make: <a href={paths.home}>{t('Make one')}</a>,
          }}
        />
      </p>
    </form>
  </Layout>
)
