/** A circle that a profile is in, as the profile knows it. */
export interface Membership {
  id: string
  ticket: number
}

/** What circles are told: the tiers reached, as JSON, with a revision that grows whenever they change. */
export interface StoredStanding {
  revision: number
  reached: string
}

/** The circles that a profile is in, and what they were told. Times are Unix seconds. */
export class MembershipTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Returns what was told last; revision 0 before anything was. */
  standing(): StoredStanding {
    const sql = 'SELECT revision, reached FROM circle_standing'
    const [stored] = this.#sql.exec<{ revision: number; reached: string }>(sql).toArray()
    return stored ?? { revision: 0, reached: '[]' }
  }

  saveStanding({ revision, reached }: StoredStanding): void {
    this.#sql.exec(
      `INSERT INTO circle_standing (only, revision, reached, tickets) VALUES (1, ?1, ?2, 0)
       ON CONFLICT DO UPDATE SET revision = ?1, reached = ?2`,
      revision,
      reached,
    )
  }

  /** Returns a ticket that is higher than all before it. */
  nextTicket(): number {
    const sql = `INSERT INTO circle_standing (only, revision, reached, tickets) VALUES (1, 0, '[]', 1)
       ON CONFLICT DO UPDATE SET tickets = tickets + 1 RETURNING tickets`
    return this.#sql.exec<{ tickets: number }>(sql).one().tickets
  }

  all(): Membership[] {
    return this.#sql
      .exec<{ id: string; ticket: number }>('SELECT id, ticket FROM circles ORDER BY id')
      .toArray()
  }

  get(id: string): Membership | null {
    const rows = this.#sql.exec<{ id: string; ticket: number }>(
      'SELECT id, ticket FROM circles WHERE id = ?',
      id,
    )
    return rows.toArray()[0] ?? null
  }

  add({ id, ticket }: Membership): void {
    this.#sql.exec('INSERT OR REPLACE INTO circles (id, ticket, due_at) VALUES (?, ?, NULL)', id, ticket)
  }

  remove(id: string): void {
    this.#sql.exec('DELETE FROM circles WHERE id = ?', id)
  }

  /** Says when all circles are to be told. */
  tellAll(at: number): void {
    this.#sql.exec('UPDATE circles SET due_at = ?', at)
  }

  /** Says when one is to be told; null: it knows. */
  tell(id: string, at: number | null): void {
    this.#sql.exec('UPDATE circles SET due_at = ? WHERE id = ?', at, id)
  }

  due(now: number): Membership[] {
    const sql = 'SELECT id, ticket FROM circles WHERE due_at <= ? ORDER BY id'
    return this.#sql.exec<{ id: string; ticket: number }>(sql, now).toArray()
  }

  /** When the next circle is to be told; null if all know. */
  dueAt(): number | null {
    return this.#sql.exec<{ at: number | null }>('SELECT min(due_at) AS at FROM circles').one().at
  }
}
