import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { Layout } from '../layout.tsx'
import { KeptKey, OwnerKey } from '../parts/owner-key.tsx'

export interface KeyPageProps {
  handle: string
  /** In plain text, on this page only. Respond with `Cache-Control: no-store`. */
  ownerKey: string
  recoveryCode: string | null
  path: string
}

/** The page after a key was replaced. */
export const KeyPage: FC<KeyPageProps> = ({ handle, ownerKey, recoveryCode, path }) => (
  <Layout title={t('A new key')} path={path} script="home" noindex>
    <section class="card narrow created" aria-labelledby="key-heading" data-key={handle}>
      <h1 id="key-heading">{t('{page} has a new key', { page: `@${handle}` })}</h1>
      <p>{t('The old key no longer works, and every browser has been signed out.')}</p>
      <OwnerKey ownerKey={ownerKey} recoveryCode={recoveryCode} />
      <KeptKey handle={handle} ownerKey={ownerKey} />
    </section>
  </Layout>
)
