/** The public pages whose owners list them, in D1, the newest first and by badge. */

/** Where a page is in the list. */
export interface ListingPlace {
  /** Unix seconds. */
  listed_at: number
  handle: string
}

/** A listed page. */
export interface Listing extends ListingPlace {
  /** The tier of each of its badges, by id: 0 for one without tiers, 1 (Copper) to 5 (Olympian). */
  tiers: Readonly<Record<string, number>>
}

/** What is asked for. */
export interface ListingQuery {
  /** Only pages that have this badge. */
  badge: string | null
  /** At one of these tiers, as in `Listing`; at most five, as many as D1 takes the union of. */
  tiers: readonly number[]
  /** Only what comes after this place. */
  after: ListingPlace | null
}

/** Before every page. */
const START: ListingPlace = { listed_at: Number.MAX_SAFE_INTEGER, handle: '' }
const NEXT = '(listed_at, handle) < (?1, ?2) ORDER BY listed_at DESC, handle DESC LIMIT ?3'

export class ListingTable {
  readonly #database: D1Database

  constructor(database: D1Database) {
    this.#database = database
  }

  /**
   * Lists a page, or what has changed of it; nothing is written if that is nothing, or if the registry does not have it
   * as a public page that stays.
   * @param now Unix seconds
   */
  async list(profileId: string, tiers: Listing['tiers'], now: number): Promise<void> {
    await this.#database
      .prepare(
        `INSERT INTO listed_pages (handle, listed_at, tiers)
         SELECT handle, ?2, ?3 FROM profiles
         WHERE id = ?1 AND visibility = 'public' AND erasing_at IS NULL AND expires_at IS NULL
         ON CONFLICT (handle) DO UPDATE SET tiers = excluded.tiers WHERE tiers <> excluded.tiers`,
      )
      .bind(profileId, Math.floor(now), JSON.stringify(tiers))
      .run()
  }

  async unlist(profileId: string): Promise<void> {
    await this.#database
      .prepare('DELETE FROM listed_pages WHERE handle = (SELECT handle FROM profiles WHERE id = ?)')
      .bind(profileId)
      .run()
  }

  /** Returns the first pages after a place, at most `limit`. */
  async pages({ badge, tiers, after }: ListingQuery, limit: number): Promise<Listing[]> {
    const { listed_at, handle } = after ?? START
    // Of each tier its own first ones, which are at hand in the order of the list; then the first of them all.
    const ofTier = (rank: number) =>
      `SELECT * FROM (SELECT listed_at, handle FROM listed_badges WHERE badge = ?4 AND tier = ${rank} AND ${NEXT})`
    const holders = tiers.map(ofTier)
    const statement =
      badge === null
        ? this.#database.prepare(`SELECT * FROM listed_pages WHERE ${NEXT}`).bind(listed_at, handle, limit)
        : this.#database
            .prepare(
              `SELECT listed_pages.* FROM (${holders.join(' UNION ALL ')}) JOIN listed_pages USING (handle)
               ORDER BY listed_pages.listed_at DESC, handle DESC LIMIT ?3`,
            )
            .bind(listed_at, handle, limit, badge)
    const { results } = await statement.all<ListingPlace & { tiers: string }>()
    return results.map((row) => ({ ...row, tiers: JSON.parse(row.tiers) }))
  }
}
