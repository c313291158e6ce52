import { sha256Hex } from '../digest.ts'

/** Which circle an invite code leads to: a part of the registry in D1, which knows nothing else of circles. */
export class CircleRegistry {
  readonly #database: D1Database

  constructor(database: D1Database) {
    this.#database = database
  }

  /** Notes the code of a circle, in place of the one before. */
  async put(id: string, code: string): Promise<void> {
    await this.#database
      .prepare('INSERT OR REPLACE INTO circles (id, code_sha256) VALUES (?, ?)')
      .bind(id, await sha256Hex(code))
      .run()
  }

  /** Returns the circle of a code; null if there is none. */
  async find(code: string): Promise<string | null> {
    const row = await this.#database
      .prepare('SELECT id FROM circles WHERE code_sha256 = ?')
      .bind(await sha256Hex(code))
      .first<{ id: string }>()
    return row?.id ?? null
  }

  async remove(id: string): Promise<void> {
    await this.#database.prepare('DELETE FROM circles WHERE id = ?').bind(id).run()
  }
}
