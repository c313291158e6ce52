import { dayOf } from './creation-table.ts'

/** What one cron tick did. */
export interface Tick {
  /** Unix seconds. */
  at: number
  seconds: number
  woken: number
  erased: number
  swept: number
}

/** What an operator is shown of all profiles. Holds no handle and no id. */
export interface Overview {
  /** Without samples, and without those being erased. */
  profiles: { private: number; unlisted: number; public: number }
  samples: number
  /** Bytes of histories in R2, as the objects told last. Those of samples belong to none. */
  bytes: number
  /** Profiles that a cron tick is to wake by now, and those that waited for too long; both `COUNTED_MAX` at most. */
  due: number
  overdue: number
  /** Profiles being erased, and samples whose time is over, `COUNTED_MAX` of these at most. */
  erasures: number
  /** Of all time. */
  scans: { finished: number; failed: number }
  ticks: { all: number; woken: number; erased: number; swept: number; last: Tick | null }
  /** On this day (UTC). */
  created: { profiles: number; samples: number }
}

/** What is read: counts up to `countedMax`, and what was due before `overdueBefore` (Unix seconds) as overdue. */
export interface OverviewOptions {
  now: number
  overdueBefore: number
  countedMax: number
}

interface Row extends Record<'private' | 'unlisted' | 'public' | 'samples' | 'erasing' | 'bytes', number> {
  scans: number
  failures: number
  ticks: number
  woken: number
  erased: number
  swept: number
  tick_at: number | null
  tick_seconds: number
  tick_woken: number
  tick_erased: number
  tick_swept: number
}

/** The operator's row of the registry in D1. Triggers keep its sums: see registry-steps.ts. */
export class OverviewTable {
  readonly #database: D1Database

  constructor(database: D1Database) {
    this.#database = database
  }

  /** Notes a cron tick that has ended. */
  async note({ at, seconds, woken, erased, swept }: Tick): Promise<void> {
    await this.#database
      .prepare(
        `UPDATE overview SET ticks = ticks + 1, woken = woken + ?3, erased = erased + ?4, swept = swept + ?5,
           tick_at = ?1, tick_seconds = ?2, tick_woken = ?3, tick_erased = ?4, tick_swept = ?5`,
      )
      .bind(at, seconds, woken, erased, swept)
      .run()
  }

  /** Returns the overview. Reads three rows, and one for each profile that is due or expired, up to a limit. */
  async read({ now, overdueBefore, countedMax }: OverviewOptions): Promise<Overview> {
    const [row, created, due, expired] = await this.#database.batch<Row & Record<string, number>>([
      this.#database.prepare('SELECT * FROM overview'),
      this.#database
        .prepare(
          `SELECT ifnull(sum(profiles) FILTER (WHERE name = 'profiles'), 0) AS profiles,
             ifnull(sum(profiles) FILTER (WHERE name = 'samples'), 0) AS samples
           FROM creations WHERE day = ? AND name IN ('profiles', 'samples')`,
        )
        .bind(dayOf(now)),
      this.#database
        .prepare(
          `SELECT count(*) AS due, count(*) FILTER (WHERE due_at <= ?2) AS overdue FROM (
             SELECT due_at FROM profiles WHERE due_at <= ?1 AND erasing_at IS NULL ORDER BY due_at LIMIT ?3)`,
        )
        .bind(now, overdueBefore, countedMax),
      this.#database
        .prepare(
          `SELECT count(*) AS expired FROM (
             SELECT 1 FROM profiles WHERE expires_at <= ? AND erasing_at IS NULL LIMIT ?)`,
        )
        .bind(now, countedMax),
    ])
    const sums = first(row)
    const { profiles = 0, samples = 0 } = first(created)
    const { due: dueNow = 0, overdue = 0 } = first(due)
    return {
      profiles: { private: sums.private, unlisted: sums.unlisted, public: sums.public },
      samples: sums.samples,
      bytes: sums.bytes,
      due: dueNow,
      overdue,
      erasures: sums.erasing + (first(expired).expired ?? 0),
      scans: { finished: sums.scans, failed: sums.failures },
      ticks: {
        all: sums.ticks,
        woken: sums.woken,
        erased: sums.erased,
        swept: sums.swept,
        last: lastTick(sums),
      },
      created: { profiles, samples },
    }
  }
}

function lastTick({ tick_at, tick_seconds, tick_woken, tick_erased, tick_swept }: Row): Tick | null {
  if (tick_at === null) return null
  return { at: tick_at, seconds: tick_seconds, woken: tick_woken, erased: tick_erased, swept: tick_swept }
}

function first<T>(result: D1Result<T> | undefined): T {
  const [row] = result?.results ?? []
  if (row === undefined) throw new Error('The registry has no overview.')
  return row
}
