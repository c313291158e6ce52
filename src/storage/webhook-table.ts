import type { Webhook, WebhookForm } from '../contract/webhooks.ts'

export interface StoredWebhook {
  id: string
  url: string
  form: WebhookForm
  secret: string
  /** Origin of the server, as its owner reached it. */
  origin: string
}

/** A message to be delivered. */
export interface Delivery {
  id: string
  webhook_id: string
  /** JSON of what was earned. */
  news: string
  /** When it was earned. Unix seconds. */
  created_at: number
  attempts: number
}

type Row<T> = { [Key in keyof T]: T[Key] extends SqlStorageValue ? T[Key] : never }

/** Webhooks, and their pending messages. Times are Unix seconds. */
export class WebhookTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  list(): Webhook[] {
    const rows = this.#sql.exec<{
      id: string
      url: string
      form: WebhookForm
      created_at: number
      pending: number
      attempted_at: number | null
      attempt_status: number | null
      attempt_delivered: number | null
    }>(
      `SELECT id, url, form, created_at, attempted_at, attempt_status, attempt_delivered,
         (SELECT count(*) FROM deliveries WHERE webhook_id = webhooks.id) AS pending
       FROM webhooks ORDER BY created_at, id`,
    )
    return Array.from(rows, ({ id, url, form, created_at, pending, attempted_at, ...attempt }) => ({
      id,
      host: new URL(url).host,
      form,
      created_at,
      pending,
      last_attempt:
        attempted_at === null
          ? null
          : { at: attempted_at, status: attempt.attempt_status, delivered: attempt.attempt_delivered === 1 },
    }))
  }

  count(): number {
    return this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM webhooks').one().n
  }

  add({ id, url, form, secret, origin }: StoredWebhook, now: number): void {
    this.#sql.exec(
      'INSERT INTO webhooks (id, url, form, secret, origin, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      url,
      form,
      secret,
      origin,
      now,
    )
  }

  get(id: string): StoredWebhook | null {
    const rows = this.#sql.exec<Row<StoredWebhook>>(
      'SELECT id, url, form, secret, origin FROM webhooks WHERE id = ?',
      id,
    )
    return rows.toArray()[0] ?? null
  }

  /** Removes a webhook and its pending messages. Returns whether it existed. */
  remove(id: string): boolean {
    this.#sql.exec('DELETE FROM deliveries WHERE webhook_id = ?', id)
    return this.#sql.exec('DELETE FROM webhooks WHERE id = ?', id).rowsWritten > 0
  }

  /** Queues a message for one webhook, or for all. */
  enqueue(news: string, now: number, webhookId?: string): void {
    const ids = webhookId === undefined ? this.list().map(({ id }) => id) : [webhookId]
    for (const id of ids) {
      this.#sql.exec(
        'INSERT INTO deliveries (id, webhook_id, news, created_at, attempts, due_at) VALUES (?, ?, ?, ?, 0, ?)',
        `msg_${crypto.randomUUID()}`,
        id,
        news,
        now,
        now,
      )
    }
  }

  /** Returns the next message that is due; null if there is none. */
  due(now: number): Delivery | null {
    const rows = this.#sql.exec<Row<Delivery>>(
      `SELECT id, webhook_id, news, created_at, attempts FROM deliveries
       WHERE due_at <= ? ORDER BY due_at, id LIMIT 1`,
      now,
    )
    return rows.toArray()[0] ?? null
  }

  /** Returns when the next message is due; null if there is none. */
  dueAt(): number | null {
    return this.#sql.exec<{ at: number | null }>('SELECT min(due_at) AS at FROM deliveries').one().at
  }

  /**
   * Records the outcome of an attempt, and when to retry.
   * @param againAt null for never
   */
  attempted(
    { id, webhook_id }: Delivery,
    outcome: { at: number; status: number | null; delivered: boolean },
    againAt: number | null,
  ): void {
    this.#sql.exec(
      'UPDATE webhooks SET attempted_at = ?, attempt_status = ?, attempt_delivered = ? WHERE id = ?',
      outcome.at,
      outcome.status,
      Number(outcome.delivered),
      webhook_id,
    )
    if (againAt === null) this.#sql.exec('DELETE FROM deliveries WHERE id = ?', id)
    else this.#sql.exec('UPDATE deliveries SET attempts = attempts + 1, due_at = ? WHERE id = ?', againAt, id)
  }
}
