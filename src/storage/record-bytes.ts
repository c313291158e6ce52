import { DocumentTable } from './document-table.ts'

/** Bytes of records in a table that has `facts` and `uses`. */
const bytesIn = (rows: string) =>
  `(SELECT ifnull(sum(octet_length(facts) + octet_length(uses)), 0) FROM ${rows})`

/** Counts the bytes of the records of reported sessions. */
export class RecordBytes {
  readonly #sql: SqlStorage
  readonly #documents: DocumentTable<{ record_bytes: number }>

  constructor(sql: SqlStorage) {
    this.#sql = sql
    this.#documents = new DocumentTable(sql)
  }

  /** Adds bytes. Returns the sum, which is too high after records were replaced or removed. */
  add(bytes: number): number {
    return this.#save((this.#documents.get('record_bytes') ?? 0) + bytes)
  }

  /** Counts anew, and returns the sum. */
  recount(): number {
    const stored = bytesIn(
      `session_records WHERE history IN (SELECT name FROM sources WHERE kind = 'self-reported')`,
    )
    const sql = `SELECT ${stored} + ${bytesIn('reported_sessions')} AS bytes`
    return this.#save(this.#sql.exec<{ bytes: number }>(sql).one().bytes)
  }

  #save(bytes: number): number {
    this.#documents.put('record_bytes', bytes)
    return bytes
  }
}
