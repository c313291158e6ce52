import type { Visibility } from '../contract/profiles.ts'
import { LaurelError } from '../errors.ts'

/** The registry in D1: which profiles there are, whose they are, and when each is due. */

export interface RegisteredProfile {
  /** Names the profile's object and its place in R2. Never reused. */
  id: string
  handle: string
  time_zone: string
  visibility: Visibility
  owner_key_sha256: string
  /** Unix seconds. */
  created_at: number
}

const COLUMNS = 'id, handle, time_zone, visibility, owner_key_sha256, created_at'

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
        `INSERT INTO profiles (${COLUMNS}, due_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (handle) DO NOTHING`,
      )
      .bind(
        profile.id,
        profile.handle,
        profile.time_zone,
        profile.visibility,
        profile.owner_key_sha256,
        profile.created_at,
        dueAt,
        expiresAt,
      )
      .run()
    if (result.meta.changes === 0) {
      throw new LaurelError('handle_taken', 'This handle is taken.', { hint: 'Choose another one.' })
    }
  }

  /** The profile of a handle, or null when there is none or it is being erased. */
  async find(handle: string): Promise<RegisteredProfile | null> {
    return await this.#database
      .prepare(`SELECT ${COLUMNS} FROM profiles WHERE handle = ? AND erasing_at IS NULL`)
      .bind(handle)
      .first<RegisteredProfile>()
  }

  async change(
    id: string,
    change: { time_zone?: string | undefined; visibility?: Visibility | undefined },
  ): Promise<void> {
    await this.#database
      .prepare(
        'UPDATE profiles SET time_zone = coalesce(?, time_zone), visibility = coalesce(?, visibility) WHERE id = ?',
      )
      .bind(change.time_zone ?? null, change.visibility ?? null, id)
      .run()
  }

  /** From here on the profile is gone for everyone; what it holds is erased next. */
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
  async due(now: number, limit: number): Promise<{ id: string }[]> {
    const { results } = await this.#database
      .prepare('SELECT id FROM profiles WHERE due_at <= ? AND erasing_at IS NULL ORDER BY due_at LIMIT ?')
      .bind(now, limit)
      .all<{ id: string }>()
    return results
  }

  /** Profiles to erase: samples past their time, and erasures that were cut off before `cutOffBefore`. */
  async toErase(now: number, cutOffBefore: number, limit: number): Promise<{ id: string }[]> {
    const { results } = await this.#database
      .prepare('SELECT id FROM profiles WHERE expires_at <= ?1 OR erasing_at <= ?2 LIMIT ?3')
      .bind(now, cutOffBefore, limit)
      .all<{ id: string }>()
    return results
  }

  async setDue(id: string, dueAt: number): Promise<void> {
    await this.#database.prepare('UPDATE profiles SET due_at = ? WHERE id = ?').bind(dueAt, id).run()
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
