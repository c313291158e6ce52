import { type OpenDatabase, type WalPair, writing } from '../wal-pairs.ts'
import { type Contents, TABLE_NAMES, type TableName, type Values } from './contents.ts'
import { plainTable } from './write.ts'

/** One way to divide a history between a file and its log. */
export interface LogVariant {
  name: string
  pageSize: number
  /** Writes the files, given a function that writes the whole history. */
  write(database: OpenDatabase, everything: () => void): void
}

/** Rewrites all rows unchanged. */
const REWRITE = `UPDATE messages SET timestamp = timestamp, content = content;
  UPDATE sessions SET started_at = started_at`

/** Files as SQLite leaves them between two commits. */
export const LOG_VARIANTS: readonly LogVariant[] = [512, 4096, 65_536].flatMap((pageSize): LogVariant[] => [
  { name: 'everything in the log', pageSize, write: (_, everything) => everything() },
  {
    name: 'everything in both',
    pageSize,
    write({ run }, everything) {
      everything()
      run('PRAGMA wal_checkpoint(PASSIVE)')
    },
  },
  {
    name: 'a log begun again, with old frames behind',
    pageSize,
    write({ run }, everything) {
      everything()
      run(REWRITE)
      run('PRAGMA wal_checkpoint(RESTART)')
      run('UPDATE sessions SET started_at = started_at WHERE rowid < 3')
    },
  },
  {
    name: 'an empty log',
    pageSize,
    write({ run }, everything) {
      everything()
      run('PRAGMA wal_checkpoint(TRUNCATE)')
    },
  },
  {
    name: 'a vacuum in the log',
    pageSize,
    write({ run }, everything) {
      run('CREATE TABLE junk (block BLOB); INSERT INTO junk VALUES (zeroblob(300000))')
      everything()
      run('PRAGMA wal_checkpoint(TRUNCATE)')
      run('DROP TABLE junk; VACUUM')
    },
  },
  {
    name: 'a change in the log that is not committed',
    pageSize,
    write({ run }, everything) {
      everything()
      run(`PRAGMA cache_size = 2; BEGIN; UPDATE messages SET role = 'tool', content = 'error'`)
    },
  },
])

/** Returns both files in their final state. */
export function writeLogVariant({ columns, rows }: Contents, { pageSize, write }: LogVariant): WalPair {
  return writing((database) => {
    const everything = () => {
      database.run('BEGIN')
      for (const table of TABLE_NAMES) {
        if (columns[table].length > 0) database.run(plainTable(table, columns[table]))
        for (const values of rows[table]) insert(database, table, values)
      }
      database.run('CREATE INDEX i ON messages(session_id, timestamp); COMMIT')
    }
    write(database, everything)
    return database.pair()
  }, pageSize)
}

/** Text is inserted as bytes, which this SQLite keeps complete: it would end text at the first NUL. */
function insert({ run }: OpenDatabase, table: TableName, values: Values): void {
  const all = [...values]
  const places = all.map(([, value]) => (typeof value === 'string' ? 'CAST(? AS TEXT)' : '?'))
  run(
    `INSERT INTO ${table} (${all.map(([name]) => name).join(', ')}) VALUES (${places.join(', ')})`,
    all.map(([, value]) => (typeof value === 'string' ? new TextEncoder().encode(value) : value)),
  )
}
