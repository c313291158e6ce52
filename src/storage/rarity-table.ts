import type { RaritySum } from '../rarity/bands.ts'
import type { ToldTally } from '../rarity/tally.ts'
import type { ProfileKey } from './registry.ts'

/**
 * What public pages have earned, in D1: one row for each page, and sums, which triggers keep (see registry-steps.ts). A
 * page that is no longer public, or gone, leaves both in the statement that says so.
 */
export class RarityTable {
  readonly #database: D1Database

  constructor(database: D1Database) {
    this.#database = database
  }

  /**
   * Counts a page, in place of what it counted as before. Writes nothing if it is not public, or if a later tally has
   * arrived already: told twice, or too late, it changes nothing.
   */
  async put(id: string, { revision, basis, reached }: ToldTally): Promise<void> {
    await this.#database
      .prepare(
        `INSERT INTO rarity_pages (id, revision, basis, reached)
         SELECT ?1, ?2, ?3, ?4 FROM profiles WHERE id = ?1 AND kind = 'public'
         ON CONFLICT (id) DO UPDATE
         SET revision = excluded.revision, basis = excluded.basis, reached = excluded.reached
         WHERE excluded.revision > rarity_pages.revision`,
      )
      .bind(id, revision, basis, reached)
      .run()
  }

  /** Returns the sums that are not 0: some thousands at any number of pages. */
  async sums(): Promise<RaritySum[]> {
    const { results } = await this.#database
      .prepare('SELECT basis, badge, step, pace, pages FROM rarity_counts WHERE pages > 0')
      .all<RaritySum>()
    return results
  }

  /** Returns what was published last, as JSON; null if nothing ever was. */
  async published(): Promise<string | null> {
    return this.#database.prepare('SELECT published FROM rarity').first<string | null>('published')
  }

  /** Publishes this, as JSON. Writes nothing if it is the same as before. */
  async publish(text: string): Promise<void> {
    await this.#database
      .prepare('UPDATE rarity SET published = ?1 WHERE published IS NOT ?1')
      .bind(text)
      .run()
  }

  /**
   * Takes the next public pages of a round through all profiles, which reads `limit` of these at once. No page is taken
   * twice within `pause` seconds.
   * @param now Unix seconds
   */
  async takeNext(now: number, pause: number, limit: number): Promise<ProfileKey[]> {
    const round = await this.#database
      .prepare('SELECT after, began_at FROM rarity')
      .first<{ after: string; began_at: number }>()
    const { after, began_at } = round ?? { after: '', began_at: 0 }
    if (after === '' && now - began_at < pause) return []
    const { results } = await this.#database
      .prepare('SELECT id, handle, kind FROM profiles WHERE id > ? ORDER BY id LIMIT ?')
      .bind(after, limit)
      .all<ProfileKey & { kind: string }>()
    const last = results.length < limit ? '' : (results.at(-1)?.id ?? '')
    await this.#database
      .prepare('UPDATE rarity SET after = ?, began_at = ?')
      .bind(last, after === '' ? now : began_at)
      .run()
    return results.flatMap(({ id, handle, kind }) => (kind === 'public' ? [{ id, handle }] : []))
  }
}
