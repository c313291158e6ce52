import type { Webhook, WebhookForm, WebhookState } from '../contract/webhooks.ts'

export interface StoredWebhook {
  id: string
  url: string
  form: WebhookForm
  secret: string
  /** Origin of the server, as its owner reached it. */
  origin: string
  state: WebhookState
  /** Unix seconds of the first failure since the last success; null if the last attempt succeeded. */
  failing_since: number | null
}

/** What an attempt changes in a webhook. */
export type Attempt = Pick<StoredWebhook, 'state' | 'failing_since'> & { at: number; delivered: boolean }

/** The webhooks of a profile. Times are Unix seconds. */
export class WebhookTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  list(): Webhook[] {
    const rows = this.#sql.exec<{
      id: string
      host: string
      form: WebhookForm
      state: WebhookState
      created_at: number
      pending: number
      attempted_at: number | null
      attempt_delivered: number | null
    }>(
      `SELECT id, host, form, state, created_at, attempted_at, attempt_delivered,
         (SELECT count(*) FROM deliveries WHERE webhook_id = webhooks.id) AS pending
       FROM webhooks ORDER BY created_at, id`,
    )
    return Array.from(rows, ({ attempted_at: at, attempt_delivered, ...webhook }) => ({
      ...webhook,
      last_attempt: at === null ? null : { at, delivered: attempt_delivered === 1 },
    }))
  }

  count(): number {
    return this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM webhooks').one().n
  }

  add({ id, url, form, secret, origin, state }: Omit<StoredWebhook, 'failing_since'>, now: number): void {
    this.#sql.exec(
      `INSERT INTO webhooks (id, url, host, form, secret, origin, state, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      url,
      new URL(url).host,
      form,
      secret,
      origin,
      state,
      now,
    )
  }

  get(id: string): StoredWebhook | null {
    const rows = this.#sql.exec<{ [Key in keyof StoredWebhook]: StoredWebhook[Key] }>(
      'SELECT id, url, form, secret, origin, state, failing_since FROM webhooks WHERE id = ?',
      id,
    )
    return rows.toArray()[0] ?? null
  }

  /** Removes a webhook. Returns whether it existed. */
  remove(id: string): boolean {
    return this.#sql.exec('DELETE FROM webhooks WHERE id = ?', id).rowsWritten > 0
  }

  attempted(id: string, { at, delivered, state, failing_since }: Attempt): void {
    this.#sql.exec(
      'UPDATE webhooks SET attempted_at = ?, attempt_delivered = ?, state = ?, failing_since = ? WHERE id = ?',
      at,
      Number(delivered),
      state,
      failing_since,
      id,
    )
  }
}
