import type { FC } from 'hono/jsx'
import { type HermesHook, hermesConfig } from '../../../src/contract/hermes-events.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { Icon } from '../../../src/ui/icon.tsx'
import { Layout } from '../layout.tsx'
import { CopyText } from '../parts/copy-text.tsx'
import { paths } from '../paths.ts'

/** The page with the lines for Hermes: the secret in plain text, on this page only. Respond with `no-store`. */
export const HermesSetUpPage: FC<{ handle: string; hook: Pick<HermesHook, 'url' | 'secret'> }> = ({
  handle,
  hook,
}) => (
  <Layout title={t('Hermes events')} path={paths.ownerAction(handle, 'hermes-events')} script="badge" noindex>
    <section class="card narrow" aria-labelledby="hermes-heading">
      <h1 id="hermes-heading">{t('Add this to Hermes')}</h1>
      <p>
        <Sentence
          text="Paste these lines into {file} and restart Hermes. If the file already has {hooks} or {outbound}, add only what is missing below it."
          with={{
            file: <code>~/.hermes/config.yaml</code>,
            hooks: <code>hooks:</code>,
            outbound: <code>outbound:</code>,
          }}
        />
      </p>
      <CopyText
        id="hermes-config"
        label={t('Lines for config.yaml')}
        text={hermesConfig(hook)}
        hint={t(
          'You’ll see the secret only once. Hermes sends its conversations along; this server keeps nothing of them but how many messages there are.',
        )}
      />
      <a class="button button-primary" href={paths.panel(handle, 'hermes')}>
        {t('Back to my page')} <Icon name="arrow" />
      </a>
    </section>
  </Layout>
)
