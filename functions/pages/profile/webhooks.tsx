import type { FC } from 'hono/jsx'
import type { Webhook, WebhookState, Webhooks } from '../../../src/contract/webhooks.ts'
import { type Message, t, translated } from '../../../src/language/language.ts'
import { age } from '../../../src/ui/dates.ts'
import { PANELS } from '../../../src/urls.ts'
import { WEBHOOK_FORMS } from '../../../src/webhooks/forms.ts'
import { SelectField, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { Tool } from './panel.tsx'

export interface WebhookPanelProps {
  handle: string
  webhooks: Webhooks
  /** Unix seconds. */
  now: number
}

/** The webhooks: the outcome of each one's last message, and forms to test, add and remove them. */
export const WebhookPanel: FC<WebhookPanelProps> = ({ handle, webhooks, now }) => (
  <Tool icon="webhooks" label={t('Webhooks')}>
    <div class="tool-body histories" id={PANELS.webhooks}>
      <h2 class="sr-only">{t('Webhooks')}</h2>
      <p class="hint">
        {t('URLs notified of new unlocks ({count} of {limit}).', {
          count: webhooks.webhooks.length,
          limit: webhooks.webhooks_max,
        })}
      </p>
      {webhooks.webhooks.length > 0 && (
        <ul class="history-list">
          {webhooks.webhooks.map((webhook) => (
            <Row handle={handle} webhook={webhook} now={now} />
          ))}
        </ul>
      )}
      {webhooks.webhooks.length < webhooks.webhooks_max && <AddForm handle={handle} />}
    </div>
  </Tool>
)

const AddForm: FC<{ handle: string }> = ({ handle }) => (
  <details class="history-form">
    <summary>{t('Add a webhook')}</summary>
    <form method="post" action={paths.ownerAction(handle, 'webhooks')}>
      <TextField
        id="webhook-url"
        name="url"
        label="URL"
        hint={t('Must start with https://. Redirects are not followed.')}
        pattern="https://.+"
        maxlength={2048}
      />
      <SelectField
        id="webhook-form"
        name="form"
        label={t('Format')}
        value="json"
        options={Object.entries(WEBHOOK_FORMS).map(([value, { choice }]) => ({
          value,
          label: translated(choice),
        }))}
      />
      <button class="button button-primary" type="submit">
        {t('Add')}
      </button>
    </form>
  </details>
)

const Row: FC<{ handle: string; webhook: Webhook; now: number }> = ({ handle, webhook, now }) => {
  const { id, host, form, state } = webhook
  const { note } = STATES[state]
  const test = t(STATES[state].test)
  return (
    <li>
      <h3>{host}</h3>
      <p class="hint">
        {WEBHOOK_FORMS[form].label} · {t('added {when}', { when: age(webhook.created_at, now) })}
      </p>
      {note && <p class="hint is-error">{t(note)}</p>}
      <p class={`hint ${webhook.last_attempt?.delivered === false ? 'is-error' : ''}`}>
        {lastWord(webhook, now)}
      </p>
      <form class="history-form" method="post" action={paths.webhookAction(handle, id, 'test')}>
        <button
          class="link-button"
          type="submit"
          aria-label={t('{name}: {what}', { name: test, what: host })}
        >
          {test}
        </button>
      </form>
      <details class="history-form">
        <summary aria-label={t('Remove {name}', { name: host })}>{t('Remove')}</summary>
        <form method="post" action={paths.webhookAction(handle, id, 'remove')}>
          <p>{t('It will get no more messages, not even pending ones.')}</p>
          <button class="button button-danger" type="submit">
            {t('Remove {name}', { name: host })}
          </button>
        </form>
      </details>
    </li>
  )
}

/** What an owner has to know of a state, and what a test is for in it. */
const STATES: Readonly<Record<WebhookState, { note: Message | null; test: Message }>> = {
  unconfirmed: {
    note: 'Not confirmed: it must reply to a test with the challenge it contains.',
    test: 'Resend the test',
  },
  live: { note: null, test: 'Send a test' },
  disabled: {
    note: 'Disabled: the URL is gone, or no message got through for a week.',
    test: 'Re-enable with a test',
  },
}

/** The outcome of the last message, and whether more are pending. */
function lastWord({ last_attempt, pending }: Webhook, now: number): string {
  const waiting = pending > 0 ? t('{n} pending', { n: pending }) : ''
  if (last_attempt === null) return waiting || t('Nothing sent yet')
  const when = age(last_attempt.at, now)
  const outcome = last_attempt.delivered ? t('Delivered {when}', { when }) : t('Failed {when}', { when })
  return [outcome, waiting].filter(Boolean).join(' · ')
}
