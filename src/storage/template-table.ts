import type { SessionTemplate, TaskType, TemplateSummary } from '../contract/session-templates.ts'

interface TemplateRow extends Record<string, SqlStorageValue> {
  name: string
  type: TaskType
  created_at: number
  usage_count: number
  session_id: string
  redacted: number
  example_count: number
  tools: string
}

/** A stored template: its examples are JSON text. */
export interface StoredTemplate extends Omit<SessionTemplate, 'examples'> {
  examples: string
}

const SUMMARY = 'name, type, created_at, usage_count, session_id, redacted, example_count, tools'

/** The session templates of a profile. */
export class TemplateTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Returns templates, newest first, of one type or all. */
  list(type: TaskType | null): TemplateSummary[] {
    const rows = this.#sql.exec<TemplateRow>(
      `SELECT ${SUMMARY} FROM session_templates WHERE ?1 IS NULL OR type = ?1 ORDER BY created_at DESC, name`,
      type,
    )
    return Array.from(rows, ({ tools, ...row }) => ({ ...row, tools: JSON.parse(tools) }))
  }

  count(): number {
    return this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM session_templates').one().n
  }

  get(name: string): StoredTemplate | null {
    const rows = this.#sql.exec<TemplateRow & { examples: string }>(
      `SELECT ${SUMMARY}, examples FROM session_templates WHERE name = ?`,
      name,
    )
    const [row] = rows.toArray()
    if (row === undefined) return null
    const { tools, example_count, ...template } = row
    return template
  }

  /** Returns all complete templates as a JSON array. */
  allAsJson(): string {
    const names = this.list(null).map(({ name }) => name)
    const templates = names.flatMap((name) => this.get(name) ?? [])
    return JSON.stringify(
      templates.map(({ examples, ...head }) => ({ ...head, examples: JSON.parse(examples) })),
    )
  }

  add({ example_count, tools, ...head }: TemplateSummary, examples: string): void {
    this.#sql.exec(
      `INSERT INTO session_templates (${SUMMARY}, examples) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      head.name,
      head.type,
      head.created_at,
      head.usage_count,
      head.session_id,
      head.redacted,
      example_count,
      JSON.stringify(tools),
      examples,
    )
  }

  countUse(name: string): void {
    this.#sql.exec('UPDATE session_templates SET usage_count = usage_count + 1 WHERE name = ?', name)
  }

  /** Removes a template. Returns whether it existed. */
  remove(name: string): boolean {
    return this.#sql.exec('DELETE FROM session_templates WHERE name = ?', name).rowsWritten > 0
  }
}
