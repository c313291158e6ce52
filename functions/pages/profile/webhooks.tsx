import type { FC } from 'hono/jsx'
import type { Webhook, Webhooks } from '../../../src/contract/webhooks.ts'
import { age } from '../../../src/ui/dates.ts'
import { grouped } from '../../../src/ui/wording.ts'
import { PANELS, paths } from '../../../src/urls.ts'
import { WEBHOOK_FORMS } from '../../../src/webhooks/forms.ts'
import { SelectField, TextField } from '../parts/field.tsx'
import { Panel } from './panel.tsx'

export interface WebhookPanelProps {
  handle: string
  webhooks: Webhooks
  /** Unix seconds. */
  now: number
}

/** The webhooks: the outcome of each one's last message, and forms to test, add and remove them. */
export const WebhookPanel: FC<WebhookPanelProps> = ({ handle, webhooks, now }) => (
  <Panel icon="webhooks" label="Webhooks">
    <div class="panel-body histories" id={PANELS.webhooks}>
      <h2 class="sr-only">Webhooks</h2>
      <p class="hint">
        URLs that are notified when a scan unlocks something: {grouped(webhooks.webhooks.length)} of{' '}
        {grouped(webhooks.webhooks_max)}.
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
  </Panel>
)

const AddForm: FC<{ handle: string }> = ({ handle }) => (
  <details class="history-form">
    <summary>Add a webhook</summary>
    <form method="post" action={paths.ownerAction(handle, 'webhooks')}>
      <TextField
        id="webhook-url"
        name="url"
        label="Address"
        hint="It begins with https://. Redirects are not followed."
        pattern="https://.+"
        maxlength={2048}
      />
      <SelectField
        id="webhook-form"
        name="form"
        label="Messages"
        value="json"
        options={Object.entries(WEBHOOK_FORMS).map(([value, { choice }]) => ({ value, label: choice }))}
      />
      <button class="button button-primary" type="submit">
        Add
      </button>
    </form>
  </details>
)

const Row: FC<{ handle: string; webhook: Webhook; now: number }> = ({ handle, webhook, now }) => {
  const { id, host, form } = webhook
  return (
    <li>
      <h3>{host}</h3>
      <p class="hint">
        {WEBHOOK_FORMS[form].label} · added {age(webhook.created_at, now)}
      </p>
      <p class={`hint ${webhook.last_attempt?.delivered === false ? 'is-error' : ''}`}>
        {lastWord(webhook, now)}
      </p>
      <form class="history-form" method="post" action={paths.webhookAction(handle, id, 'test')}>
        <button class="link-button" type="submit" aria-label={`Send a test to ${host}`}>
          Send a test
        </button>
      </form>
      <details class="history-form">
        <summary aria-label={`Remove ${host}`}>Remove</summary>
        <form method="post" action={paths.webhookAction(handle, id, 'remove')}>
          <p>It gets no further messages, not even pending ones.</p>
          <button class="button button-danger" type="submit">
            Remove {host}
          </button>
        </form>
      </details>
    </li>
  )
}

/** The outcome of the last message, and whether more are pending. */
function lastWord({ last_attempt, pending }: Webhook, now: number): string {
  const waiting = pending > 0 ? `${grouped(pending)} to be delivered` : ''
  if (last_attempt === null) return waiting || 'Nothing sent yet'
  const { at, status, delivered } = last_attempt
  const outcome = delivered ? 'Delivered' : status === null ? 'Could not be reached' : 'Refused'
  const answer = status === null ? '' : `, answered ${status}`
  return [`${outcome} ${age(at, now)}${answer}`, waiting].filter(Boolean).join(' · ')
}
