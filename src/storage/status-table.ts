import type { StatusPlace } from '../contract/credentials.ts'

/**
 * Which credentials were issued, and which of them were revoked, in the issuer's object. Of a revoked one its place in a
 * list is all that remains: whose it was, and for what, is forgotten. Times are Unix seconds.
 */

/** Places that are tried in a list before another list begins: by then nearly all are taken. */
const TRIES = 8

export class StatusTable {
  readonly #storage: DurableObjectStorage
  readonly #length: number

  /** @param length places in each list, a power of two */
  constructor(storage: DurableObjectStorage, length: number) {
    this.#storage = storage
    this.#length = length
    storage.sql.exec(
      `CREATE TABLE IF NOT EXISTS status_lists (number INTEGER PRIMARY KEY, changed_at REAL NOT NULL) STRICT;

       CREATE TABLE IF NOT EXISTS statuses (
         list INTEGER NOT NULL,
         position INTEGER NOT NULL,
         -- NULL once it is revoked.
         credential_id TEXT UNIQUE,
         profile_id TEXT,
         PRIMARY KEY (list, position),
         CHECK ((credential_id IS NULL) = (profile_id IS NULL))
       ) STRICT, WITHOUT ROWID;
       CREATE INDEX IF NOT EXISTS statuses_by_profile ON statuses (profile_id) WHERE profile_id IS NOT NULL;
       CREATE INDEX IF NOT EXISTS revoked_statuses ON statuses (list, position) WHERE credential_id IS NULL`,
    )
  }

  /** Returns the place of a credential, which stays its own until it is revoked. New ones are random, so they tell nothing. */
  placeOf(credentialId: string, profileId: string, now: number): StatusPlace & { isNew: boolean } {
    return this.#storage.transactionSync(() => {
      const [known] = this.#rows<StatusPlace>(
        'SELECT list, position FROM statuses WHERE credential_id = ?',
        credentialId,
      )
      return known
        ? { ...known, isNew: false }
        : { ...this.#newPlace(credentialId, profileId, now), isNew: true }
    })
  }

  /** Revokes credentials of a profile: those with an id, or all. */
  revoke(profileId: string, credentialIds: readonly string[] | null, now: number): void {
    this.#storage.transactionSync(() => {
      const changed = this.#rows<{ list: number }>(
        `UPDATE statuses SET credential_id = NULL, profile_id = NULL
         WHERE profile_id = ?1 AND (?2 IS NULL OR credential_id IN (SELECT value FROM json_each(?2)))
         RETURNING list`,
        profileId,
        credentialIds && JSON.stringify(credentialIds),
      )
      for (const list of new Set(changed.map((row) => row.list))) this.#changed(list, now)
    })
  }

  isRevoked({ list, position }: StatusPlace): boolean {
    const sql = 'SELECT 1 AS found FROM statuses WHERE list = ? AND position = ? AND credential_id IS NULL'
    return this.#rows(sql, list, position).length > 0
  }

  /** Returns when a list last changed, and its places that are revoked; null if there is no such list. */
  list(number: number): { changedAt: number; revoked: number[] } | null {
    const [list] = this.#rows<{ changed_at: number }>(
      'SELECT changed_at FROM status_lists WHERE number = ?',
      number,
    )
    if (!list) return null
    const sql = 'SELECT position FROM statuses WHERE list = ? AND credential_id IS NULL ORDER BY position'
    const revoked = this.#rows<{ position: number }>(sql, number).map(({ position }) => position)
    return { changedAt: list.changed_at, revoked }
  }

  #newPlace(credentialId: string, profileId: string, now: number): StatusPlace {
    const [latest] = this.#rows<{ number: number }>(
      'SELECT ifnull(max(number), 0) AS number FROM status_lists',
    )
    const number = latest?.number ?? 0
    for (const list of number === 0 ? [1] : [number, number + 1]) {
      if (list > number) this.#changed(list, now)
      for (let tries = 0; tries < TRIES; tries++) {
        const position = this.#random()
        const [placed] = this.#rows<StatusPlace>(
          `INSERT OR IGNORE INTO statuses (list, position, credential_id, profile_id) VALUES (?, ?, ?, ?)
           RETURNING list, position`,
          list,
          position,
          credentialId,
          profileId,
        )
        if (placed) return placed
      }
    }
    throw new Error('A new status list has no free place.')
  }

  #random(): number {
    return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % this.#length
  }

  #changed(list: number, now: number): void {
    this.#storage.sql.exec(
      'INSERT OR REPLACE INTO status_lists (number, changed_at) VALUES (?, ?)',
      list,
      now,
    )
  }

  #rows<Row extends object>(sql: string, ...values: SqlStorageValue[]): Row[] {
    return this.#storage.sql.exec<Row & Record<string, SqlStorageValue>>(sql, ...values).toArray()
  }
}
