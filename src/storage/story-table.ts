import type { Story } from '../contract/wrapped.ts'

/** A story as its owner published it. */
export interface StoredStory {
  story: Story
  /** Unix seconds. */
  published_at: number
}

/** Published stories, each under the key of its period: `2026`, `2026-11`. */
export class StoryTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Returns the keys, latest period first, a year before its months. */
  keys(): string[] {
    const rows = this.#sql.exec<{ period: string }>(
      'SELECT period FROM stories ORDER BY substr(period, 1, 4) DESC, length(period), period DESC',
    )
    return Array.from(rows, ({ period }) => period)
  }

  get(key: string): StoredStory | null {
    const rows = this.#sql.exec<{ story: string; published_at: number }>(
      'SELECT story, published_at FROM stories WHERE period = ?',
      key,
    )
    const [row] = rows.toArray()
    return row === undefined ? null : { ...row, story: JSON.parse(row.story) }
  }

  put(key: string, { story, published_at }: StoredStory): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO stories (period, story, published_at) VALUES (?, ?, ?)',
      key,
      JSON.stringify(story),
      published_at,
    )
  }

  remove(key: string): void {
    this.#sql.exec('DELETE FROM stories WHERE period = ?', key)
  }

  clear(): void {
    this.#sql.exec('DELETE FROM stories')
  }
}
