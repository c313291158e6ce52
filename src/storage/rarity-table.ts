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

  /**
   * Returns the badge whose sums are to be counted anew, each in turn, and notes that they were; null if one was less
   * than `pause` seconds ago, or if there are more than `pagesMax` public pages, all of which would be read.
   * @param now Unix seconds
   */
  async takeBadge(
    badges: readonly string[],
    now: number,
    pause: number,
    pagesMax: number,
  ): Promise<string | null> {
    const last = await this.#database
      .prepare('SELECT recounted, recounted_at, public FROM rarity, overview')
      .first<{ recounted: string | null; recounted_at: number; public: number }>()
    if (last === null || last.public > pagesMax || now - last.recounted_at < pause) return null
    const badge = badges[(badges.indexOf(last.recounted ?? '') + 1) % badges.length] ?? null
    await this.#database.prepare('UPDATE rarity SET recounted = ?, recounted_at = ?').bind(badge, now).run()
    return badge
  }

  /**
   * Counts anew how many pages have the tiers of a badge, and sets right the sums that differ, at one moment. Returns how
   * many did. Reads the row of every public page.
   */
  async recount(badge: string): Promise<number> {
    const { meta } = await this.#database
      .prepare(
        `INSERT INTO rarity_counts (basis, badge, step, pace, pages)
         SELECT basis, ?1, step, pace, sum(pages) FROM (
           SELECT basis, step.value AS step, substr(letters, step.value, 1) AS pace, 1 AS pages
           FROM (SELECT basis, reached ->> ('$."' || ?1 || '"') AS letters FROM rarity_pages WHERE basis IS NOT NULL),
             json_each('[1,2,3,4,5]') AS step
           WHERE step.value <= length(letters)
           UNION ALL SELECT basis, step, pace, 0 FROM rarity_counts WHERE badge = ?1
         ) WHERE true GROUP BY 1, 3, 4
         ON CONFLICT (basis, badge, step, pace) DO UPDATE SET pages = excluded.pages WHERE pages <> excluded.pages`,
      )
      .bind(badge)
      .run()
    return meta.changes
  }
}
