import type { Visibility } from '../contract/profiles.ts'
import { LaurelError } from '../errors.ts'

/**
 * The registry in D1: which handles are taken, which profiles are public, and when each is due. What a profile
 * is, and whose, its own object knows: requests for a profile never ask here.
 */

/** What finds a profile: its handle names its object, its id its place in R2. An id is never used again. */
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
   * @throws LaurelError `handle_taken` when the handle has an owner; that profile stays as it is.
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

  /** Marks a profile that is being erased: if that is cut off, a cron tick ends it. */
  async beginErasure(id: string, now: number): Promise<void> {
    await this.#database
      .prepare('UPDATE profiles SET erasing_at = ? WHERE id = ? AND erasing_at IS NULL')
      .bind(now, id)
      .run()
  }

  /** Frees the handle. To be called when everything else of the profile is erased. */
  async remove(id: string): Promise<void> {
    await this.#database.prepare('DELETE FROM profiles WHERE id = ?').bind(id).run()
  }

  /** The profiles whose time has come, oldest first; what exceeds `limit` stays due for the next tick. */
  async due(now: number, limit: number): Promise<ProfileKey[]> {
    const { results } = await this.#database
      .prepare(
        'SELECT id, handle FROM profiles WHERE due_at <= ? AND erasing_at IS NULL ORDER BY due_at LIMIT ?',
      )
      .bind(now, limit)
      .all<ProfileKey>()
    return results
  }

  /** Profiles to erase: samples past their time, and erasures that were cut off before `cutOffBefore`. */
  async toErase(now: number, cutOffBefore: number, limit: number): Promise<ProfileKey[]> {
    const { results } = await this.#database
      .prepare('SELECT id, handle FROM profiles WHERE expires_at <= ?1 OR erasing_at <= ?2 LIMIT ?3')
      .bind(now, cutOffBefore, limit)
      .all<ProfileKey>()
    return results
  }

  /** The profile of a handle as far as everyone may know of it: not a private one, nor one that is being erased. */
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

  /** Public profiles, samples and those that are being erased left out. */
  async countPublic(): Promise<number> {
    const row = await this.#database
      .prepare(`SELECT count(*) AS profiles FROM profiles WHERE ${PUBLIC}`)
      .first<{ profiles: number }>()
    return row?.profiles ?? 0
  }

  /** The handles of public profiles, the oldest profile first. */
  async publicHandles(offset: number, limit: number): Promise<string[]> {
    const { results } = await this.#database
      .prepare(`SELECT handle FROM profiles WHERE ${PUBLIC} ORDER BY created_at, handle LIMIT ? OFFSET ?`)
      .bind(limit, offset)
      .all<{ handle: string }>()
    return results.map(({ handle }) => handle)
  }

  /** Whether the registry answers. */
  async isUp(): Promise<boolean> {
    try {
      await this.#database.prepare('SELECT 1 FROM profiles LIMIT 1').run()
      return true
    } catch {
      return false
    }
  }
}
