import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { Wreath } from '../../../src/ui/wreath.tsx'
import { Layout } from '../layout.tsx'
import { paths } from '../paths.ts'

/** What the service worker shows for a page that it could not fetch. */
export const OfflinePage: FC = () => (
  <Layout title={t('You are offline')} path={paths.offline} noindex>
    <section class="oops">
      <Wreath growth={2} />
      <h1>{t('You are offline')}</h1>
      <p class="lead">{t('This page needs the network. Reload it once you are connected.')}</p>
      <p>{t('Reading a history works offline: your browser does all of it.')}</p>
      <p class="oops-actions">
        <a class="button button-primary" href={paths.home}>
          {t('Read a history')}
        </a>
      </p>
    </section>
  </Layout>
)
