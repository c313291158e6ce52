import { hasTable } from './has-table.ts'
import { STEPS } from './profile-steps.ts'
import type { ObjectStorage } from './watched-storage.ts'

/** Whether the tables exist: not in an object that was never set up or was erased. */
export function hasTables(storage: ObjectStorage): boolean {
  return hasTable(storage, 'table_version')
}

/** Creates or migrates the tables; does nothing if they are current. */
export function prepareTables(storage: ObjectStorage): void {
  storage.transactionSync(() => {
    storage.sql.exec('CREATE TABLE IF NOT EXISTS table_version (version INTEGER NOT NULL) STRICT')
    const { version } = storage.sql
      .exec<{ version: number }>('SELECT ifnull(max(version), 0) AS version FROM table_version')
      .one()
    for (const [index, step] of STEPS.entries()) {
      if (index < version) continue
      storage.sql.exec(step)
      storage.sql.exec('INSERT INTO table_version (version) VALUES (?)', index + 1)
    }
  })
}
