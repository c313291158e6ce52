import type { FC } from 'hono/jsx'
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
  <Layout title="A new key" path={path} script="home" noindex>
    <section class="card narrow created" aria-labelledby="key-heading" data-key={handle}>
      <h1 id="key-heading">@{handle} has a new key</h1>
      <p>The old key no longer works, and every browser has been signed out.</p>
      <OwnerKey ownerKey={ownerKey} recoveryCode={recoveryCode} />
      <KeptKey handle={handle} ownerKey={ownerKey} />
    </section>
  </Layout>
)
