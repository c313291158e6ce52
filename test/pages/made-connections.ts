import type { Pull, Pulls } from '../../src/contract/pulls.ts'
import type { Webhook, Webhooks } from '../../src/contract/webhooks.ts'
import { NOW } from './made-views.ts'

/** What the owner’s page shows of other servers. */

/** One that is unchanged, and one that fails. */
export function pulls(): Pulls {
  const pull: Pull = {
    source: 'laptop',
    host: 'nas.example',
    has_header: true,
    interval_seconds: 3600,
    created_at: NOW - 86_400 * 3,
    next_at: NOW + 3300,
    failures: 0,
    fetched: null,
    last_check: { at: NOW - 300, outcome: 'unchanged', status: null, error: null },
  }
  const error = {
    code: 'pull_failed',
    message: 'The server answered with status 404.',
    hint: 'Check the URL.',
  }
  return {
    pulls: [
      pull,
      {
        ...pull,
        source: 'older',
        host: 'bucket.example',
        interval_seconds: 86_400,
        next_at: NOW + 172_800,
        failures: 2,
        last_check: { at: NOW - 7200, outcome: 'failed', status: 404, error },
      },
    ],
  }
}

/** One that was delivered, one that failed until it was disabled, one that waits, and one that did not answer its test. */
export function webhooks(): Webhooks {
  const told: Webhook = {
    id: '00000000-0000-4000-8000-000000000001',
    host: 'told.example',
    form: 'json',
    state: 'live',
    created_at: NOW - 86_400 * 3,
    pending: 0,
    last_attempt: { at: NOW - 7_200, delivered: true },
  }
  return {
    webhooks: [
      told,
      { ...told, host: 'down.example', state: 'disabled', last_attempt: { at: NOW - 120, delivered: false } },
      { ...told, host: 'new.example', form: 'discord', pending: 1, last_attempt: null },
      {
        ...told,
        host: 'mute.example',
        state: 'unconfirmed',
        last_attempt: { at: NOW - 60, delivered: false },
      },
    ],
    webhooks_max: 5,
  }
}
