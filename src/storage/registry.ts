import type { Visibility } from '../contract/profiles.ts'
import { LaurelError } from '../errors.ts'

/**
 * The registry in D1: which handles are taken, which profiles are public, and when each is due. A profile's object
 * knows everything else: requests for a profile never read the registry.
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

const PUBLIC = `visibility = 'public' AND erasing_at IS NULL AND expires_at IS NULL`

export class Registry {
  readonly #database: D1Database

  constructor(database: D1Database) {
    this.#database = database
  }

  /**
   * Adds a profile.
   * @throws LaurelError `handle_taken` if the handle is in use; that profile stays unchanged
   */
  async create(profile: RegisteredProfile, dueAt: number, expiresAt: number | null): Promise<void> {
    const result = await this.#database
      .prepare(
        `INSERT INTO profiles (id, handle, visibility, created_at, due_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (handle) DO NOTHING`,
      )
      .bind(profile.id, profile.handle, profile.visibility, profile.created_at, dueAt, expiresAt)
      .run()
    if (result.meta.changes === 0) {
      throw new LaurelError('handle_taken', 'This handle is taken.', { hint: 'Choose another one.' })
    }
  }

  async setVisibility(id: string, visibility: Visibility): Promise<void> {
    await this.#database.prepare('UPDATE profiles SET visibility = ? WHERE id = ?').bind(visibility, id).run()
  }

  /** Marks a profile that is being erased: if that is interrupted, a cron tick finishes it. */
  async beginErasure(id: string, now: number): Promise<void> {
    await this.#database
      .prepare('UPDATE profiles SET erasing_at = ? WHERE id = ? AND erasing_at IS NULL')
      .bind(now, id)
      .run()
  }

  /** Frees the handle. Call after everything else of the profile is erased. */
  async remove(id: string): Promise<void> {
    await this.#database.prepare('DELETE FROM profiles WHERE id = ?').bind(id).run()
  }

  /** Returns the profiles that are due, oldest first; those beyond `limit` stay due for the next tick. */
  async due(now: number, limit: number): Promise<ProfileKey[]> {
    const { results } = await this.#database
      .prepare(
        'SELECT id, handle FROM profiles WHERE due_at <= ? AND erasing_at IS NULL ORDER BY due_at LIMIT ?',
      )
      .bind(now, limit)
      .all<ProfileKey>()
    return results
  }

  /** Returns profiles to erase: expired samples, and erasures interrupted before `cutOffBefore`. */
  async toErase(now: number, cutOffBefore: number, limit: number): Promise<ProfileKey[]> {
    const { results } = await this.#database
      .prepare('SELECT id, handle FROM profiles WHERE expires_at <= ?1 OR erasing_at <= ?2 LIMIT ?3')
      .bind(now, cutOffBefore, limit)
      .all<ProfileKey>()
    return results
  }

  /** Returns those of these ids that are registered, being erased or not. */
  async registered(ids: readonly string[]): Promise<Set<string>> {
    const { results } = await this.#database
      .prepare('SELECT id FROM profiles WHERE id IN (SELECT value FROM json_each(?))')
      .bind(JSON.stringify(ids))
      .all<{ id: string }>()
    return new Set(results.map(({ id }) => id))
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

  async setDue(id: string, dueAt: number): Promise<void> {
    await this.#database.prepare('UPDATE profiles SET due_at = ? WHERE id = ?').bind(dueAt, id).run()
  }

  /** Repeats what a profile's object knows better: when it is due next, and who may see it. */
  async follow(id: string, dueAt: number, visibility: Visibility): Promise<void> {
    await this.#database
      .prepare('UPDATE profiles SET due_at = ?, visibility = ? WHERE id = ?')
      .bind(dueAt, visibility, id)
      .run()
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
