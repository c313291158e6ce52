import { LaurelError } from '../errors.ts'
import { READ_WHOLE } from './advice.ts'
import type { ByteSource } from './byte-source.ts'
import type { SnapshotLimits } from './limits.ts'
import type { RowId } from './row-id.ts'
import type { Pointer, Sqlite, SqlJsDatabase } from './sqlite.ts'
import { SqliteFile } from './sqlite-file.ts'
import { SQLITE_CORRUPT, SQLITE_ERROR, SQLITE_NOMEM, SQLITE_OK, Statement } from './statement.ts'

/**
 * Applied before anything else is read. The file may be hostile: its schema is not trusted to be free of side effects,
 * cells are checked before they are followed, and nothing is written. The lock is kept between statements, which avoids
 * looking for a journal each time; sorting never uses a temporary file. Setting the cache size reads the schema: see
 * `configure`.
 */
const settingsOf = (heapBytes: number) => [
  `PRAGMA hard_heap_limit = ${heapBytes}`,
  'PRAGMA trusted_schema = OFF',
  'PRAGMA cell_size_check = ON',
  'PRAGMA query_only = ON',
  'PRAGMA locking_mode = EXCLUSIVE',
  'PRAGMA temp_store = MEMORY',
  'PRAGMA cache_size = -2048',
]

/** More pages than the schema of any history has: 40 MB of table definitions. */
const SCHEMA_READS_MAX = 10_000

/**
 * A history opened in SQLite, with its prepared statements. A call that needs missing bytes throws the source's own
 * `MissingBytes`, and can be repeated once they are there. Every other error of SQLite becomes a `LaurelError`;
 * SQLite's messages, which may quote the file, are dropped.
 */
export class Connection {
  readonly sqlite: Sqlite
  readonly limits: SnapshotLimits
  readonly #file: SqliteFile
  readonly #database: SqlJsDatabase
  readonly #statements = new Map<string, Statement>()
  #closed = false

  /** @throws MissingBytes, since opening reads the header; LaurelError */
  constructor(sqlite: Sqlite, source: ByteSource, limits: SnapshotLimits) {
    this.sqlite = sqlite
    this.limits = limits
    this.#file = new SqliteFile(source)
    const opened = this.guard(() => this.#open())
    if (opened === undefined) throw this.failure(SQLITE_ERROR)
    this.#database = opened
    sqlite.enter()
  }

  /**
   * Reads the schema and the planner's statistics, which SQLite does in one call: in a tree that leads to the same page
   * again and again it would never return. So the cache is minimal, and reads are rationed.
   * @throws MissingBytes, LaurelError `snapshot_corrupt`
   */
  configure(): void {
    this.#file.ration(SCHEMA_READS_MAX)
    for (const setting of settingsOf(this.limits.SQLITE_HEAP_MAX_BYTES)) this.run(setting)
    this.#file.ration(Number.POSITIVE_INFINITY)
  }

  /** Runs a statement whose rows are ignored. */
  run(sql: string): void {
    this.rows(sql, () => {})
  }

  /** Visits the rows of a statement without parameters. */
  rows(sql: string, visit: (row: Statement) => void): void {
    const statement = this.statement(sql)
    try {
      while (statement.step()) visit(statement)
    } finally {
      statement.reset()
    }
  }

  /**
   * Returns the result of `read` on the row with this number, the statement's only parameter; null if there is no such
   * row.
   */
  row<T>(sql: string, rowId: RowId, read: (row: Statement) => T): T | null {
    const statement = this.statement(sql)
    statement.bindRowId(1, rowId)
    try {
      return statement.step() ? read(statement) : null
    } finally {
      statement.reset()
    }
  }

  /**
   * Visits rows in the order of their numbers. The statement must select the number first, and take its lower bound as
   * its only parameter. Each number must be greater than the last, so a tree that overlaps itself is not read for ever.
   * @throws MissingBytes, LaurelError
   */
  ascending(sql: string, after: RowId, visit: (row: Statement, rowId: RowId) => boolean): void {
    const statement = this.statement(sql)
    statement.bindRowId(1, after)
    let last = after
    try {
      while (statement.step()) {
        const rowId = statement.rowId(0)
        if (rowId <= last) throw this.failure(SQLITE_CORRUPT)
        last = rowId
        if (!visit(statement, rowId)) return
      }
    } finally {
      statement.reset()
    }
  }

  /** Returns a real number as SQLite formats it. */
  spelled(number: number): string {
    const statement = this.statement('SELECT CAST(?1 AS TEXT)')
    statement.bindDouble(1, number)
    try {
      return statement.step() ? (statement.text(0) ?? '') : ''
    } finally {
      statement.reset()
    }
  }

  /** Returns the prepared statement for this SQL, ready for its parameters. It lives as long as the connection. */
  statement(sql: string): Statement {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const { code, pointer } = this.#prepare(sql)
    if (code !== SQLITE_OK) throw this.failure(code)
    const statement = new Statement(this, pointer)
    this.#statements.set(sql, statement)
    return statement
  }

  /** Returns the planner's plan for this SQL (https://sqlite.org/eqp.html), one line for each loop or sort. */
  planOf(sql: string): string {
    const steps: string[] = []
    this.rows(`EXPLAIN QUERY PLAN ${sql}`, (row) => steps.push(row.text(3) ?? ''))
    return steps.join('\n')
  }

  /** Whether the schema has everything that this SQL names. */
  compiles(sql: string): boolean {
    const { code, pointer } = this.#prepare(sql)
    if (code === SQLITE_OK) this.sqlite.functions._sqlite3_finalize(pointer)
    else if (code !== SQLITE_ERROR) throw this.failure(code)
    return code === SQLITE_OK
  }

  /** Returns the error to throw for a result code other than OK, ROW and DONE. */
  failure(code: number): unknown {
    const readFailure = this.#file.takeFailure()
    if (readFailure !== undefined) return readFailure
    this.sqlite.suspect()
    if (code === SQLITE_NOMEM) {
      return new LaurelError('snapshot_too_large', 'There isn’t enough memory to read this history.', {
        hint: 'Scan it on your own machine with the command line tool.',
      })
    }
    return corrupt(new Error(`SQLite result code ${code}`))
  }

  /** Calls into SQLite. If WebAssembly itself fails, the instance is dropped, since its state is unknown. */
  guard<T>(call: () => T): T {
    if (this.#closed) throw new Error('This snapshot is closed.')
    if (this.sqlite.discarded) throw instanceGone()
    try {
      return call()
    } catch (error) {
      if (!(error instanceof LaurelError)) {
        this.sqlite.discard()
        throw corrupt(error)
      }
      throw error
    }
  }

  /** Frees the statements, the database and its file. Closing again does nothing. Never fails. */
  close(): void {
    if (this.#closed) return
    try {
      this.guard(() => {
        for (const statement of this.#statements.values()) statement.finalize()
        this.#database.close()
      })
    } catch {
      // The instance is gone, with everything in it.
    }
    this.#closed = true
    this.#statements.clear()
    this.#file.release()
    this.sqlite.leave()
  }

  #open(): SqlJsDatabase | undefined {
    try {
      return new this.sqlite.Database(this.#file)
    } catch (error) {
      this.#file.release()
      // SQLite's codes arrive as a plain Error; anything else comes from WebAssembly.
      if (error instanceof Error && error.constructor === Error) return undefined
      throw error
    }
  }

  #prepare(sql: string): { code: number; pointer: Pointer } {
    return this.guard(() => {
      const { functions, memory } = this.sqlite
      const bytes = new TextEncoder().encode(sql)
      const out = functions._malloc(4 + bytes.length)
      if (out === 0) return { code: SQLITE_NOMEM, pointer: 0 }
      new Uint8Array(memory.buffer).set(bytes, out + 4)
      const code = functions._sqlite3_prepare_v2(this.#database.db, out + 4, bytes.length, out, 0)
      const pointer = new DataView(memory.buffer).getUint32(out, true)
      functions._free(out)
      return { code, pointer }
    })
  }
}

export function corrupt(cause: unknown): LaurelError {
  return new LaurelError('snapshot_corrupt', 'This history is damaged: SQLite cannot read it to the end.', {
    hint: READ_WHOLE,
    cause,
  })
}

export function isCorrupt(error: unknown): boolean {
  return error instanceof LaurelError && error.code === 'snapshot_corrupt'
}

function instanceGone(): LaurelError {
  return new LaurelError('scan_failed', 'Reading was interrupted.', { hint: 'Try again in a moment.' })
}
