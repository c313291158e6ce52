/** Whether an object has a table: not before it is set up, nor after it was erased. */
export function hasTable(storage: Pick<DurableObjectStorage, 'sql'>, name: string): boolean {
  const rows = storage.sql.exec(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?`, name)
  return rows.toArray().length > 0
}
