import type { FC } from 'hono/jsx'
import type { AddedWebhook } from '../../../src/contract/webhooks.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { Icon } from '../../../src/ui/icon.tsx'
import { WEBHOOK_FORMS } from '../../../src/webhooks/forms.ts'
import { Layout } from '../layout.tsx'
import { paths } from '../paths.ts'

/**
 * The page after adding a webhook: its secret in plain text, on this page only. Respond with `Cache-Control: no-store`.
 */
export const WebhookAddedPage: FC<{ handle: string; webhook: AddedWebhook }> = ({ handle, webhook }) => {
  const { label, checksSignature } = WEBHOOK_FORMS[webhook.form]
  const isLive = webhook.state === 'live'
  return (
    <Layout title={t('Webhook added')} path={paths.ownerAction(handle, 'webhooks')} script="badge" noindex>
      <section class="card narrow" aria-labelledby="added-heading">
        <h1 id="added-heading">
          {isLive
            ? t('{host} will be notified', { host: webhook.host })
            : t('Testing {host}', { host: webhook.host })}
        </h1>
        {!isLive && (
          <p>
            <Sentence
              text="We sent it a test. To confirm, it must reply with the {challenge} from the test’s {data}, as JSON: {example}"
              with={{
                challenge: <code>challenge</code>,
                data: <code>data</code>,
                example: <code>{'{"challenge": "…"}'}</code>,
              }}
            />
          </p>
        )}
        <div class="key" data-copy-group>
          <label for="webhook-secret">{t('Signing secret')}</label>
          <span class="key-line">
            <input id="webhook-secret" class="key-value" value={webhook.secret} readonly data-copy-source />
            <button class="button" type="button" data-copy hidden>
              <Icon name="copy" /> <span data-copy-label>{t('Copy')}</span>
            </button>
          </span>
          <p class="hint">
            {checksSignature
              ? t(
                  'You’ll see it only once. The receiver uses it to verify messages, following Standard Webhooks.',
                )
              : t(
                  'You’ll see it only once. The receiver uses it to verify messages, following Standard Webhooks; {name} doesn’t need it.',
                  { name: label },
                )}
          </p>
        </div>
        <a class="button button-primary" href={paths.panel(handle, 'webhooks')}>
          {t('Back to my page')} <Icon name="arrow" />
        </a>
      </section>
    </Layout>
  )
}
