import type { FC } from 'hono/jsx'
import type { Webhook, WebhookState, Webhooks } from '../../../src/contract/webhooks.ts'
import { age } from '../../../src/ui/dates.ts'
import { grouped } from '../../../src/ui/wording.ts'
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
  <Tool icon="webhooks" label="Webhooks">
    <div class="tool-body histories" id={PANELS.webhooks}>
      <h2 class="sr-only">Webhooks</h2>
      <p class="hint">
        URLs notified of new unlocks ({grouped(webhooks.webhooks.length)} of {grouped(webhooks.webhooks_max)}
        ).
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
    <summary>Add a webhook</summary>
    <form method="post" action={paths.ownerAction(handle, 'webhooks')}>
      <TextField
        id="webhook-url"
        name="url"
        label="URL"
        hint="Must start with https://. Redirects are not followed."
        pattern="https://.+"
        maxlength={2048}
      />
      <SelectField
        id="webhook-form"
        name="form"
        label="Format"
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
  const { id, host, form, state } = webhook
  return (
    <li>
      <h3>{host}</h3>
      <p class="hint">
        {WEBHOOK_FORMS[form].label} · added {age(webhook.created_at, now)}
      </p>
      {STATES[state].note && <p class="hint is-error">{STATES[state].note}</p>}
      <p class={`hint ${webhook.last_attempt?.delivered === false ? 'is-error' : ''}`}>
        {lastWord(webhook, now)}
      </p>
      <form class="history-form" method="post" action={paths.webhookAction(handle, id, 'test')}>
        <button class="link-button" type="submit" aria-label={`${STATES[state].test}: ${host}`}>
          {STATES[state].test}
        </button>
      </form>
      <details class="history-form">
        <summary aria-label={`Remove ${host}`}>Remove</summary>
        <form method="post" action={paths.webhookAction(handle, id, 'remove')}>
          <p>It will get no more messages, not even pending ones.</p>
          <button class="button button-danger" type="submit">
            Remove {host}
          </button>
        </form>
      </details>
    </li>
  )
}

/** What an owner has to know of a state, and what a test is for in it. */
const STATES: Readonly<Record<WebhookState, { note: string; test: string }>> = {
  unconfirmed: {
    note: 'Not confirmed: it must reply to a test with the challenge it contains.',
    test: 'Resend the test',
  },
  live: { note: '', test: 'Send a test' },
  disabled: {
    note: 'Disabled: the URL is gone, or no message got through for a week.',
    test: 'Re-enable with a test',
  },
}

/** The outcome of the last message, and whether more are pending. */
function lastWord({ last_attempt, pending }: Webhook, now: number): string {
  const waiting = pending > 0 ? `${grouped(pending)} pending` : ''
  if (last_attempt === null) return waiting || 'Nothing sent yet'
  const outcome = `${last_attempt.delivered ? 'Delivered' : 'Failed'} ${age(last_attempt.at, now)}`
  return [outcome, waiting].filter(Boolean).join(' · ')
}
