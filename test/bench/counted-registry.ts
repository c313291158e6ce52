/** A statement of D1 that counts the rows it reads. */
class CountedStatement {
  readonly inner: D1PreparedStatement
  readonly #count: (result: D1Result) => void

  constructor(inner: D1PreparedStatement, count: (result: D1Result) => void) {
    this.inner = inner
    this.#count = count
  }

  bind(...values: unknown[]): CountedStatement {
    return new CountedStatement(this.inner.bind(...values), this.#count)
  }

  async all(): Promise<D1Result<Record<string, unknown>>> {
    const result = await this.inner.all<Record<string, unknown>>()
    this.#count(result)
    return result
  }

  run(): Promise<D1Result> {
    return this.all()
  }

  async first(column?: string): Promise<unknown> {
    const [row = null] = (await this.all()).results
    return column === undefined || row === null ? row : row[column]
  }
}

/** A registry that counts the rows which it reads. */
export class CountedRegistry {
  rowsRead = 0
  readonly #database: D1Database
  readonly #count = ({ meta }: D1Result) => {
    this.rowsRead += meta.rows_read
  }

  constructor(database: D1Database) {
    this.#database = database
  }

  prepare(sql: string): CountedStatement {
    return new CountedStatement(this.#database.prepare(sql), this.#count)
  }

  async batch(statements: readonly CountedStatement[]): Promise<D1Result[]> {
    const results = await this.#database.batch(statements.map(({ inner }) => inner))
    for (const result of results) this.#count(result)
    return results
  }
}

/** Objects of profiles that are there and do nothing. */
export const IDLE_OBJECTS = {
  idFromName: (name: string) => name,
  get: () => ({ call: async () => ({ ok: true, value: true }) }),
}

/** An issuer that gave no status to revoke. */
export const IDLE_ISSUER = {
  idFromName: (name: string) => name,
  get: () => ({ forget: async () => undefined }),
}

/** An R2 with nothing to sweep: for each profile that has something there, a tick reads a row more. */
export const EMPTY_BUCKET = {
  list: async () => ({ objects: [], delimitedPrefixes: [], truncated: false }),
  get: async () => null,
  put: async () => null,
}

/** Fills the registry with profiles that idle, and samples that expired at 1. */
export function fillRegistry(database: D1Database, { idle, expired }: { idle: number; expired: number }) {
  const fill = (name: string, count: number, expiresAt: number | null) =>
    database
      .prepare(
        `WITH RECURSIVE n (i) AS (SELECT 1 WHERE ?1 > 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
         INSERT INTO profiles (id, handle, visibility, created_at, due_at, expires_at)
         SELECT ?2 || i, ?2 || i, 'public', 0, NULL, ?3 FROM n`,
      )
      .bind(count, name, expiresAt)
  return database.batch([
    database.prepare('DELETE FROM profiles'),
    fill('idle-', idle, null),
    fill('sample-', expired, 1),
  ])
}
