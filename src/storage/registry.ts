import type { Visibility } from '../contract/profiles.ts'
import { type CreationLimits, CreationTable } from './creation-table.ts'

/**
 * The registry in D1: which handles are taken, which profiles are public, and when each is due. A profile's object
 * knows everything else: requests for a profile read the registry only for handles that an isolate does not know.
 */

/** The keys of a profile: its handle names its object, its id its data in R2. An id is never reused. */
export interface ProfileKey {
  id: string
  handle: string
}

export interface RegisteredProfile extends ProfileKey {
  visibility: Visibility
  /** Unix seconds. */
  created_at: number
}

/** How a profile is created. Times are Unix seconds. */
export interface Admission {
  /** When a cron tick looks whether the creation was cut off. */
  dueAt: number
  /** When a sample is erased; null for others. */
  expiresAt: number | null
  /** The client's network; null if it need not be limited. */
  network: string | null
  limits: CreationLimits
}

/** What the object of a profile tells the registry. */
export interface Told {
  /** Unix seconds: when a cron tick should wake it; null without a reason. */
  dueAt: number | null
  /** Bytes of its chunks in R2. */
  bytes: number
  /** Scans that it finished, and that failed. */
  scans: number
  failures: number
}

const PUBLIC = `visibility = 'public' AND erasing_at IS NULL AND expires_at IS NULL`

/** The values of a JSON array: a list of any length is one parameter. */
const LISTED = 'SELECT value FROM json_each(?)'

export class Registry {
  readonly #database: D1Database
  readonly #creations: CreationTable

  constructor(database: D1Database) {
    this.#database = database
    this.#creations = new CreationTable(database)
  }

  /**
   * Adds a profile.
   * @throws LaurelError `handle_taken` if the handle is in use, or rests: that profile stays unchanged;
   * `creation_limited`
   */
  async create(profile: RegisteredProfile, { dueAt, expiresAt, network, limits }: Admission): Promise<void> {
    const creation = { ...profile, network, sample: expiresAt !== null }
    const { id, handle, visibility, created_at } = profile
    const created = await this.#creations.create(creation, limits, (condition) => ({
      sql: `INSERT INTO profiles (id, handle, visibility, created_at, due_at, expires_at)
            SELECT ?, ?, ?, ?, ?, ? WHERE ${condition} ON CONFLICT (handle) DO NOTHING`,
      values: [id, handle, visibility, created_at, dueAt, expiresAt],
    }))
    if (!created) throw await this.#creations.refusal(creation, limits)
  }

  async setVisibility(id: string, visibility: Visibility): Promise<void> {
    await this.#database.prepare('UPDATE profiles SET visibility = ? WHERE id = ?').bind(visibility, id).run()
  }

  /** Marks profiles that are being erased: if that is interrupted, a cron tick finishes it. */
  async beginErasure(ids: readonly string[], now: number): Promise<void> {
    await this.#database
      .prepare(`UPDATE profiles SET erasing_at = ? WHERE id IN (${LISTED}) AND erasing_at IS NULL`)
      .bind(now, JSON.stringify(ids))
      .run()
  }

  /**
   * Frees the handles, after `restUntil` if it is given. Call after everything else of the profiles is erased.
   */
  async remove(ids: readonly string[], restUntil: number | null): Promise<void> {
    const listed = JSON.stringify(ids)
    const removal = this.#database.prepare(`DELETE FROM profiles WHERE id IN (${LISTED})`).bind(listed)
    if (restUntil === null) await removal.run()
    else await this.#database.batch([this.#creations.rest(listed, restUntil), removal])
  }

  /** Forgets the creations of past days, and handles that have rested. */
  forgetPast(now: number): Promise<void> {
    return this.#creations.forgetPast(now)
  }

  /**
   * Takes profiles that are due, those first that are so for the longest time. They are due again at `retryAt`, unless
   * their objects say otherwise.
   */
  async takeDue(now: number, retryAt: number, limit: number): Promise<ProfileKey[]> {
    const { results } = await this.#database
      .prepare(
        `UPDATE profiles SET due_at = ?2 WHERE id IN (
           SELECT id FROM profiles WHERE due_at <= ?1 AND erasing_at IS NULL ORDER BY due_at LIMIT ?3
         ) RETURNING id, handle`,
      )
      .bind(now, retryAt, limit)
      .all<ProfileKey>()
    return results
  }

  /**
   * Takes profiles to erase: expired samples, and erasures interrupted before `cutOffBefore`. They are marked as being
   * erased from now on.
   */
  async takeToErase(now: number, cutOffBefore: number, limit: number): Promise<ProfileKey[]> {
    const { results } = await this.#database
      .prepare(
        `UPDATE profiles SET erasing_at = ?1 WHERE id IN (
           SELECT id FROM profiles WHERE expires_at <= ?1 AND erasing_at IS NULL
           UNION ALL SELECT id FROM profiles WHERE erasing_at <= ?2
           LIMIT ?3
         ) RETURNING id, handle`,
      )
      .bind(now, cutOffBefore, limit)
      .all<ProfileKey>()
    return results
  }

  /** Returns those of these ids that are registered, being erased or not. */
  async registered(ids: readonly string[]): Promise<Set<string>> {
    const { results } = await this.#database
      .prepare(`SELECT id FROM profiles WHERE id IN (${LISTED})`)
      .bind(JSON.stringify(ids))
      .all<{ id: string }>()
    return new Set(results.map(({ id }) => id))
  }

  /** Makes every profile due if its view was made by another version. */
  async renewViews(version: string, now: number): Promise<void> {
    const known = await this.#database.prepare('SELECT version FROM view_version').first<string>('version')
    if (known === version) return
    await this.#database.batch([
      this.#database
        .prepare('UPDATE profiles SET due_at = ? WHERE due_at IS NULL AND erasing_at IS NULL')
        .bind(now),
      this.#database.prepare('INSERT OR REPLACE INTO view_version VALUES (1, ?)').bind(version),
    ])
  }

  /** Whether a handle is taken. */
  async has(handle: string): Promise<boolean> {
    return (await this.find(handle)) !== null
  }

  /** Returns the profile of a handle if it is publicly visible: not private, and not being erased. */
  async shown(handle: string): Promise<ProfileKey | null> {
    return this.#database
      .prepare(
        "SELECT id, handle FROM profiles WHERE handle = ? AND visibility <> 'private' AND erasing_at IS NULL",
      )
      .bind(handle)
      .first<ProfileKey>()
  }

  /** `dueAt`: null without a reason to be woken. */
  async setDue(id: string, dueAt: number | null): Promise<void> {
    await this.#database.prepare('UPDATE profiles SET due_at = ? WHERE id = ?').bind(dueAt, id).run()
  }

  /** The same, with what the operator is shown the sums of. */
  async tell(id: string, { dueAt, bytes, scans, failures }: Told): Promise<void> {
    await this.#database
      .prepare('UPDATE profiles SET due_at = ?, bytes = ?, scans = ?, failures = ? WHERE id = ?')
      .bind(dueAt, bytes, scans, failures, id)
      .run()
  }

  /** Returns the keys of the profile of a handle, being erased or not; null if nobody has it. */
  async find(handle: string): Promise<ProfileKey | null> {
    return this.#database
      .prepare('SELECT id, handle FROM profiles WHERE handle = ?')
      .bind(handle)
      .first<ProfileKey>()
  }

  /** Returns the number of public profiles, without samples and those being erased. */
  async countPublic(): Promise<number> {
    const row = await this.#database
      .prepare(`SELECT count(*) AS profiles FROM profiles WHERE ${PUBLIC}`)
      .first<{ profiles: number }>()
    return row?.profiles ?? 0
  }

  /** Returns the handles of public profiles, oldest first. */
  async publicHandles(offset: number, limit: number): Promise<string[]> {
    const { results } = await this.#database
      .prepare(`SELECT handle FROM profiles WHERE ${PUBLIC} ORDER BY created_at, handle LIMIT ? OFFSET ?`)
      .bind(limit, offset)
      .all<{ handle: string }>()
    return results.map(({ handle }) => handle)
  }

  /** Whether the registry responds. */
  async isUp(): Promise<boolean> {
    try {
      await this.#database.prepare('SELECT 1 FROM profiles LIMIT 1').run()
      return true
    } catch {
      return false
    }
  }
}
