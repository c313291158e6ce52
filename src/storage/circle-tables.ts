import type { CircleFacts, CircleStore, FrozenMonth, Member } from '../circles/circle.ts'
import { hasTable } from './has-table.ts'

/** The tables of a circle's object. There are none before the circle is made and after it has ended. */
export class CircleTables implements CircleStore {
  readonly #storage: DurableObjectStorage
  #exists: boolean

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    this.#exists = hasTable(storage, 'circle')
  }

  facts(): CircleFacts | null {
    if (!this.#exists) return null
    const [row] = this.#storage.sql.exec<{ facts: string }>('SELECT facts FROM circle').toArray()
    return row ? JSON.parse(row.facts) : null
  }
  saveFacts(facts: CircleFacts): void {
    this.#prepare()
    this.#storage.sql.exec('INSERT OR REPLACE INTO circle (only, facts) VALUES (1, ?)', JSON.stringify(facts))
  }

  members(): Member[] {
    const rows = this.#storage.sql.exec<{ member: string }>('SELECT member FROM members')
    return Array.from(rows, ({ member }) => JSON.parse(member))
  }
  member(id: string): Member | null {
    const [row] = this.#storage.sql
      .exec<{ member: string }>('SELECT member FROM members WHERE id = ?', id)
      .toArray()
    return row ? JSON.parse(row.member) : null
  }
  saveMember(member: Member): void {
    this.#storage.sql.exec(
      'INSERT OR REPLACE INTO members (id, member) VALUES (?, ?)',
      member.id,
      JSON.stringify(member),
    )
  }
  removeMember(id: string): void {
    this.#storage.sql.exec('DELETE FROM members WHERE id = ?', id)
  }

  months(): FrozenMonth[] {
    const rows = this.#storage.sql.exec<{ result: string }>('SELECT result FROM months ORDER BY month')
    return Array.from(rows, ({ result }) => JSON.parse(result))
  }
  saveMonth(frozen: FrozenMonth): void {
    this.#storage.sql.exec(
      'INSERT OR REPLACE INTO months (month, result) VALUES (?, ?)',
      frozen.month,
      JSON.stringify(frozen),
    )
  }

  transaction<T>(work: () => T): T {
    return this.#storage.transactionSync(work)
  }

  /** Erases everything, the alarm too. */
  async erase(): Promise<void> {
    this.#exists = false
    await this.#storage.deleteAlarm()
    await this.#storage.deleteAll()
  }

  #prepare(): void {
    if (this.#exists) return
    this.#storage.sql.exec(
      `CREATE TABLE circle (only INTEGER PRIMARY KEY CHECK (only = 1), facts TEXT NOT NULL) STRICT;
       -- By the id of the profile. Its JSON: see Member in src/circles/circle.ts.
       CREATE TABLE members (id TEXT PRIMARY KEY, member TEXT NOT NULL) STRICT, WITHOUT ROWID;
       -- Those that are frozen.
       CREATE TABLE months (month TEXT PRIMARY KEY, result TEXT NOT NULL) STRICT, WITHOUT ROWID`,
    )
    this.#exists = true
  }
}
