import type { FC } from 'hono/jsx'
import { paths } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { FormError, HandleField, TextField } from '../parts/field.tsx'

export interface RecoverPageProps {
  error?: { message: string; hint?: string | undefined } | undefined
  /** The handle typed before. */
  handle?: string | undefined
}

/** For an owner without the key: the recovery code makes a new one. */
export const RecoverPage: FC<RecoverPageProps> = ({ error, handle }) => (
  <Layout title="Recover" path={paths.recover} noindex>
    <form class="card narrow" method="post" action={paths.recover} aria-labelledby="recover-heading">
      <h1 id="recover-heading">A new key</h1>
      <FormError error={error} />
      <HandleField value={handle} invalid={error !== undefined} />
      <TextField
        id="recovery-code"
        name="recovery_code"
        label="Recovery code"
        type="password"
        hint="It was shown with the key. It works once, and you get the next one with the new key."
        invalid={error !== undefined}
      />
      <button class="button button-primary" type="submit">
        Make a new key
      </button>
      <p class="hint">The key of before ends at once, and every browser is signed out.</p>
    </form>
  </Layout>
)
