/** The keys that sign credentials, in the issuer's object. Times are Unix seconds. */

export interface PublicHalf {
  id: string
  made_at: number
  /** Null for the current key. */
  retired_at: number | null
  /** A JWK, as JSON. */
  public_jwk: string
}

/** The current key. Its private half is in no other row, and never leaves the object. */
export interface SigningHalf {
  id: string
  made_at: number
  private_jwk: string
}

export class SigningKeyTable {
  readonly #storage: DurableObjectStorage

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    storage.sql.exec(
      `CREATE TABLE IF NOT EXISTS signing_keys (
         id TEXT PRIMARY KEY,
         made_at REAL NOT NULL,
         retired_at REAL,
         public_jwk TEXT NOT NULL,
         -- Destroyed when the key retires.
         private_jwk TEXT,
         CHECK ((retired_at IS NULL) = (private_jwk IS NOT NULL))
       ) STRICT, WITHOUT ROWID`,
    )
  }

  /** Returns the current key; null before the first. */
  current(): SigningHalf | null {
    const sql = 'SELECT id, made_at, private_jwk FROM signing_keys WHERE retired_at IS NULL'
    const [row] = this.#storage.sql.exec<SigningHalf & Record<string, SqlStorageValue>>(sql).toArray()
    return row ?? null
  }

  /** Returns every key's public half, latest first: retired ones still verify what they signed. */
  published(): PublicHalf[] {
    const sql = 'SELECT id, made_at, retired_at, public_jwk FROM signing_keys ORDER BY made_at DESC, id'
    return this.#storage.sql.exec<PublicHalf & Record<string, SqlStorageValue>>(sql).toArray()
  }

  /** Makes a key current. The previous one is retired, and its private half destroyed. */
  replace(key: SigningHalf & Pick<PublicHalf, 'public_jwk'>): void {
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(
        'UPDATE signing_keys SET retired_at = ?, private_jwk = NULL WHERE retired_at IS NULL',
        key.made_at,
      )
      this.#storage.sql.exec(
        'INSERT INTO signing_keys (id, made_at, public_jwk, private_jwk) VALUES (?, ?, ?, ?)',
        key.id,
        key.made_at,
        key.public_jwk,
        key.private_jwk,
      )
    })
  }
}
