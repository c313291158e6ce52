import { RarityTable } from '../../src/storage/rarity-table.ts'

/** A statement of D1 that counts the rows it reads and writes. */
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

/** A registry that counts the rows which it reads and writes. */
export class CountedRegistry {
  rowsRead = 0
  rowsWritten = 0
  readonly #database: D1Database
  readonly #count = ({ meta }: D1Result) => {
    this.rowsRead += meta.rows_read
    this.rowsWritten += meta.rows_written
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

/** Fills the registry with public pages that have a tier each. */
export function fillPages(database: D1Database, pages: number) {
  return database.batch([
    database.prepare('DELETE FROM profiles'),
    database
      .prepare(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT INTO profiles (id, handle, visibility, created_at) SELECT 'page-' || i, 'page-' || i, 'public', 0 FROM n`,
      )
      .bind(pages),
    database.prepare(
      `INSERT INTO rarity_pages SELECT id, 1, 'scanned', '{"":"-","let_him_cook":"0"}' FROM profiles`,
    ),
  ])
}

/** Returns the rows that the registry reads and writes when one of so many pages has earned a tier. */
export async function rowsOfATier<Bound extends { REGISTRY: D1Database }>(env: Bound, pages: number) {
  await fillPages(env.REGISTRY, pages)
  const counted = new CountedRegistry(env.REGISTRY)
  const { REGISTRY } = Object.assign({ ...env }, { REGISTRY: counted })
  const told = { revision: 2, basis: 'scanned', reached: '{"":"-","let_him_cook":"03"}' } as const
  await new RarityTable(REGISTRY).put('page-1', told)
  return { read: counted.rowsRead, written: counted.rowsWritten }
}
