import type { Child, FC } from 'hono/jsx'
import { type Message, t } from '../../../src/language/language.ts'
import { Layout, type LayoutProps } from '../layout.tsx'

export interface DocumentPageProps extends Pick<LayoutProps, 'title' | 'path' | 'noindex' | 'head'> {
  lead: Child
  facts: readonly { term: Child; value: Child }[]
  /** Says what programs get at the same URL. */
  forPrograms: Message
}

/** What people see at the URL of a document for programs, such as a feed or a key. */
export const DocumentPage: FC<DocumentPageProps> = ({
  title,
  path,
  noindex,
  head,
  lead,
  facts,
  forPrograms,
}) => (
  <Layout title={title} path={path} noindex={noindex} head={head}>
    <div class="verify">
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      {facts.length > 0 && (
        <section class="card finding" aria-label={title}>
          <dl>
            {facts.map(({ term, value }) => (
              <div>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <p class="hint">{t(forPrograms)}</p>
    </div>
  </Layout>
)
