import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import type { Urls } from '../../../src/urls.ts'
import { Layout } from '../layout.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import { KeptKey, OwnerKey } from '../parts/owner-key.tsx'
import { UploadControl } from '../parts/upload-control.tsx'
import { paths } from '../paths.ts'

export interface CreatedPageProps {
  handle: string
  /** In plain text, on this page only. Respond with `Cache-Control: no-store`. */
  ownerKey: string
  recoveryCode: string
  site: Urls
}

/** The page after a profile was created without scripts. */
export const CreatedPage: FC<CreatedPageProps> = ({ handle, ownerKey, recoveryCode, site }) => (
  <Layout title={t('{page} is yours', { page: `@${handle}` })} path={paths.create} script="home" noindex>
    <section class="card narrow created" aria-labelledby="created-heading" data-key={handle}>
      <h1 id="created-heading">{t('{page} is yours', { page: `@${handle}` })}</h1>
      <OwnerKey ownerKey={ownerKey} recoveryCode={recoveryCode} />
      <h2>{t('Add your history')}</h2>
      <UploadControl id="history" handle={handle} label={t('Choose your history')} />
      <p>{t('Or from a terminal, on the machine where your agent runs:')}</p>
      <CodeBlock label={t('Upload command')} text={uploadCommand(site, handle, ownerKey)} />
      <KeptKey handle={handle} ownerKey={ownerKey} />
    </section>
  </Layout>
)

function uploadCommand(site: Urls, handle: string, ownerKey: string): string {
  return `curl -H "Authorization: Bearer ${ownerKey}" \\\n  -T ~/.hermes/state.db \\\n  ${site.snapshotApi(handle)}`
}
