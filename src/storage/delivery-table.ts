/** A message to be delivered. */
export interface Delivery {
  id: string
  webhook_id: string
  /** JSON of what was earned; of nothing: a test. */
  news: string
  /** When it was earned. Unix seconds. */
  created_at: number
}

/** The news of a test. */
const NOTHING = '[]'

export function isTest({ news }: Delivery): boolean {
  return news === NOTHING
}

/** Messages of webhooks that are to be delivered, and hosts that failed and are left alone. Times are Unix seconds. */
export class DeliveryTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Queues a message for each live webhook, and drops the oldest beyond `max`. */
  announce(news: string, now: number, max: number): void {
    const live = this.#sql.exec<{ id: string }>(`SELECT id FROM webhooks WHERE state = 'live'`)
    for (const { id } of live.toArray())
      this.#add(id, news, { now, dueAt: Math.max(now, this.#restsUntil(id)) })
    this.#dropBeyond(max)
  }

  /** Queues a test of a webhook. A host that is left alone is left so for `patience` seconds at most. */
  test(id: string, now: number, { patience, max }: { patience: number; max: number }): void {
    const dueAt = Math.max(now, Math.min(this.#restsUntil(id), now + patience))
    this.#add(id, NOTHING, { now, dueAt })
    this.#dropBeyond(max)
  }

  hasTest(webhookId: string): boolean {
    const query = 'SELECT 1 FROM deliveries WHERE webhook_id = ? AND news = ?'
    return this.#sql.exec(query, webhookId, NOTHING).toArray().length > 0
  }

  /** Returns the next message that is due; null if there is none. */
  due(now: number): Delivery | null {
    const rows = this.#sql.exec<{ [Key in keyof Delivery]: Delivery[Key] }>(
      `SELECT id, webhook_id, news, created_at FROM deliveries
       WHERE due_at <= ? ORDER BY due_at, created_at, id LIMIT 1`,
      now,
    )
    return rows.toArray()[0] ?? null
  }

  /** Returns when the next message is due; null if there is none. */
  dueAt(): number | null {
    return this.#sql.exec<{ at: number | null }>('SELECT min(due_at) AS at FROM deliveries').one().at
  }

  remove(id: string): void {
    this.#sql.exec('DELETE FROM deliveries WHERE id = ?', id)
  }

  removeAllOf(webhookId: string): void {
    this.#sql.exec('DELETE FROM deliveries WHERE webhook_id = ?', webhookId)
  }

  /** Returns how often in a row messages to a host have failed. */
  failures(host: string): number {
    const rows = this.#sql.exec<{ n: number }>('SELECT failures AS n FROM failing_hosts WHERE host = ?', host)
    return rows.toArray()[0]?.n ?? 0
  }

  /** Records one more failure of a host, and postpones what waits for it. Forgets the longest past beyond `max` hosts. */
  leaveAlone(host: string, until: number, max: number): void {
    this.#sql.exec(
      `INSERT INTO failing_hosts (host, failures, rests_until) VALUES (?, 1, ?)
       ON CONFLICT DO UPDATE SET failures = failures + 1, rests_until = excluded.rests_until`,
      host,
      until,
    )
    this.#sql.exec(
      `DELETE FROM failing_hosts WHERE host NOT IN
         (SELECT host FROM failing_hosts ORDER BY rests_until DESC LIMIT ?)`,
      max,
    )
    this.#sql.exec(
      `UPDATE deliveries SET due_at = ?
       WHERE due_at < ? AND news <> ? AND webhook_id IN (SELECT id FROM webhooks WHERE host = ?)`,
      until,
      until,
      NOTHING,
      host,
    )
  }

  /** Ends the rest of a host that was reached: what waits for it is due. */
  reached(host: string, now: number): void {
    if (this.#sql.exec('DELETE FROM failing_hosts WHERE host = ?', host).rowsWritten === 0) return
    this.#sql.exec(
      'UPDATE deliveries SET due_at = ? WHERE webhook_id IN (SELECT id FROM webhooks WHERE host = ?)',
      now,
      host,
    )
  }

  #add(webhookId: string, news: string, { now, dueAt }: { now: number; dueAt: number }): void {
    this.#sql.exec(
      'INSERT INTO deliveries (id, webhook_id, news, created_at, due_at) VALUES (?, ?, ?, ?, ?)',
      `msg_${crypto.randomUUID()}`,
      webhookId,
      news,
      now,
      dueAt,
    )
  }

  /** Returns until when the host of a webhook is left alone; 0 if it is not. */
  #restsUntil(webhookId: string): number {
    const rows = this.#sql.exec<{ at: number }>(
      'SELECT rests_until AS at FROM failing_hosts JOIN webhooks USING (host) WHERE id = ?',
      webhookId,
    )
    return rows.toArray()[0]?.at ?? 0
  }

  #dropBeyond(max: number): void {
    this.#sql.exec(
      `DELETE FROM deliveries WHERE id NOT IN (SELECT id FROM deliveries ORDER BY created_at DESC, id LIMIT ?)`,
      max,
    )
  }
}
