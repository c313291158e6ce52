/** JSON documents by name. `Documents` gives the type of each. */
export class DocumentTable<Documents> {
  readonly #sql: SqlStorage
  /** The last values parsed by `getShared`, by name, with their source text. */
  readonly #parsed = new Map<keyof Documents, { text: string; value: unknown }>()

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Returns a document, or null if there is none. The value is the caller's own. */
  get<Name extends keyof Documents & string>(name: Name): Documents[Name] | null {
    const text = this.#text(name)
    return text === undefined ? null : JSON.parse(text)
  }

  /**
   * Returns a document, parsed once while its text stays the same. Callers share the value and must not change it. The
   * text is compared, so that no rollback or erasure can leave an old value here.
   */
  getShared<Name extends keyof Documents & string>(name: Name): Readonly<Documents[Name]> | null {
    const text = this.#text(name)
    const known = this.#parsed.get(name)
    if (text !== undefined && known?.text === text) return known.value as Documents[Name]
    this.#parsed.delete(name)
    if (text === undefined) return null
    const value: Documents[Name] = JSON.parse(text)
    this.#parsed.set(name, { text, value })
    return value
  }

  put<Name extends keyof Documents & string>(name: Name, value: Documents[Name]): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO documents (name, value) VALUES (?, ?)',
      name,
      JSON.stringify(value),
    )
  }

  remove(name: keyof Documents & string): void {
    this.#sql.exec('DELETE FROM documents WHERE name = ?', name)
  }

  #text(name: string): string | undefined {
    const rows = this.#sql.exec<{ value: string }>('SELECT value FROM documents WHERE name = ?', name)
    return rows.toArray()[0]?.value
  }
}
