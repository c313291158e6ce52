import type { FC } from 'hono/jsx'
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
  <Layout title={`@${handle} is yours`} path={paths.create} script="home" noindex>
    <section class="card narrow created" aria-labelledby="created-heading" data-key={handle}>
      <h1 id="created-heading">@{handle} is yours</h1>
      <OwnerKey ownerKey={ownerKey} recoveryCode={recoveryCode} />
      <h2>Add your history</h2>
      <UploadControl id="history" handle={handle} label="Choose your history" />
      <p>Or from a terminal, on the machine where your agent runs:</p>
      <CodeBlock label="Upload command" text={uploadCommand(site, handle, ownerKey)} />
      <KeptKey handle={handle} ownerKey={ownerKey} />
    </section>
  </Layout>
)

function uploadCommand(site: Urls, handle: string, ownerKey: string): string {
  return `curl -H "Authorization: Bearer ${ownerKey}" \\\n  -T ~/.hermes/state.db \\\n  ${site.snapshotApi(handle)}`
}
