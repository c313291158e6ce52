import { sha256Hex } from '../digest.ts'
import { LaurelError } from '../errors.ts'

const DAY_SECONDS = 86_400

/** How many profiles may be created on a day (UTC). */
export interface CreationLimits {
  perNetwork: number
  /** All profiles, and as many samples. */
  inTotal: number
}

/** A profile to create, as limits see it. */
export interface Creation {
  id: string
  handle: string
  /** Unix seconds. */
  created_at: number
  sample: boolean
  /** The client's network; null if it need not be limited. */
  network: string | null
}

/** Counts creations by day, and knows the handles that rest. Parts of the registry in D1. */
export class CreationTable {
  readonly #database: D1Database

  constructor(database: D1Database) {
    this.#database = database
  }

  /**
   * Runs the statement that `insert` returns for a condition, which fails if the handle rests or a limit is reached, and
   * counts the profile, in one transaction. Returns whether there is a new row.
   */
  async create(
    creation: Creation,
    limits: CreationLimits,
    insert: (condition: string) => { sql: string; values: unknown[] },
  ): Promise<boolean> {
    const counters = await countersOf(creation, limits)
    const day = dayOf(creation.created_at)
    const below = counters.map(
      () => 'ifnull((SELECT profiles FROM creations WHERE day = ? AND name = ?), 0) < ?',
    )
    const rested = 'NOT EXISTS (SELECT 1 FROM resting_handles WHERE handle = ? AND rests_until > ?)'
    const { sql, values } = insert([rested, ...below].join(' AND '))
    const bounds = counters.flatMap(({ name, max }) => [day, name, max])
    const [inserted] = await this.#database.batch([
      this.#database.prepare(sql).bind(...values, creation.handle, creation.created_at, ...bounds),
      ...counters.map(({ name }) =>
        this.#database
          .prepare(
            `INSERT INTO creations (day, name, profiles)
             SELECT ?1, ?2, 1 WHERE EXISTS (SELECT 1 FROM profiles WHERE id = ?3)
             ON CONFLICT (day, name) DO UPDATE SET profiles = profiles + 1`,
          )
          .bind(day, name, creation.id),
      ),
    ])
    return (inserted?.meta.changes ?? 0) > 0
  }

  /** Returns why a profile was not created. */
  async refusal(creation: Creation, limits: CreationLimits): Promise<LaurelError> {
    const { handle, created_at } = creation
    const taken = await this.#database.prepare('SELECT 1 FROM profiles WHERE handle = ?').bind(handle).first()
    if (taken) return handleTaken('This handle is taken.')
    const until = await this.#database
      .prepare('SELECT rests_until FROM resting_handles WHERE handle = ? AND rests_until > ?')
      .bind(handle, created_at)
      .first<number>('rests_until')
    if (until !== null) {
      const day = new Date(until * 1000).toISOString().slice(0, 10)
      return handleTaken(`This handle was released. It becomes available after ${day}.`)
    }
    const [total, ownNetwork] = await countersOf(creation, limits)
    const full = total && (await this.#profiles(dayOf(created_at), total.name)) >= total.max
    const what = full || !ownNetwork ? 'Too many profiles were' : 'Too many profiles from your network were'
    return new LaurelError('creation_limited', `${what} created today.`, { hint: 'Try again tomorrow.' })
  }

  /** Lets handles rest that are about to be given up. Those of samples need not. Returns the statement. */
  rest(ids: string, until: number): D1PreparedStatement {
    return this.#database
      .prepare(
        `INSERT OR REPLACE INTO resting_handles (handle, rests_until) SELECT handle, ?2 FROM profiles
         WHERE id IN (SELECT value FROM json_each(?1)) AND expires_at IS NULL`,
      )
      .bind(ids, until)
  }

  /** Forgets what no longer matters. */
  async forgetPast(now: number): Promise<void> {
    await this.#database.batch([
      this.#database.prepare('DELETE FROM creations WHERE day < ?').bind(dayOf(now)),
      this.#database.prepare('DELETE FROM resting_handles WHERE rests_until <= ?').bind(now),
    ])
  }

  async #profiles(day: number, name: string): Promise<number> {
    const count = await this.#database
      .prepare('SELECT profiles FROM creations WHERE day = ? AND name = ?')
      .bind(day, name)
      .first<number>('profiles')
    return count ?? 0
  }
}

function dayOf(seconds: number): number {
  return Math.floor(seconds / DAY_SECONDS)
}

/** Returns the seconds until creations are counted anew. */
export function secondsToNextDay(now: number): number {
  return Math.ceil((dayOf(now) + 1) * DAY_SECONDS - now)
}

/** Networks are kept as digests that differ from day to day. */
async function countersOf(
  { sample, network, created_at }: Creation,
  { perNetwork, inTotal }: CreationLimits,
): Promise<{ name: string; max: number }[]> {
  const total = { name: sample ? 'samples' : 'profiles', max: inTotal }
  if (network === null) return [total]
  return [total, { name: await sha256Hex(`${dayOf(created_at)} ${network}`), max: perNetwork }]
}

function handleTaken(message: string): LaurelError {
  return new LaurelError('handle_taken', message, { hint: 'Choose another one.' })
}
