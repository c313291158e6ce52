import type { Pull, PullCheck, PullHeader } from '../contract/pulls.ts'

/** What a server says of the version of a file; null for what it does not say. */
export interface FileVersion {
  etag: string | null
  lastModified: string | null
}

/** The version that was pulled last. */
export interface PulledVersion {
  /** Names its snapshot. */
  sha256: string
  main: FileVersion
  /** Null if there was no log. */
  wal: FileVersion | null
  /** Whether the database says that there may be a log beside it. */
  walMode: boolean
}

/** What is being fetched. */
export interface PullProgress {
  /** The upload that its chunks belong to. */
  uploadId: string
  file: 'main' | 'wal'
  /** Bytes of this file that are stored, after decompression: whole chunks until it is complete. */
  bytes: number
  /** Whether it can't be resumed, and is read from its beginning each time. */
  isWhole: boolean
  /** Size of this file; null if it is not known. Unit: bytes. */
  total: number | null
  main: FileVersion
  /** Size of the database once it is complete. Unit: bytes. */
  mainBytes: number
  wal: FileVersion | null
  walMode: boolean
  /** How often it was begun again because the file had changed. */
  restarts: number
}

export interface StoredPull {
  id: string
  source: string
  url: string
  /** Origin of the server, as its owner reached it. */
  origin: string
  header: PullHeader | null
  interval_seconds: number
  failures: number
  pulled: PulledVersion | null
  progress: PullProgress | null
}

export type NewPull = Pick<StoredPull, 'id' | 'source' | 'url' | 'origin' | 'header' | 'interval_seconds'>

interface Row extends Record<string, SqlStorageValue> {
  id: string
  source: string
  url: string
  origin: string
  header: string | null
  interval_seconds: number
  created_at: number
  due_at: number
  failures: number
  pulled: string | null
  progress: string | null
  last_check: string | null
}

/** The addresses that histories are pulled from, at most one for each source. Times are Unix seconds. */
export class PullTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  list(): Pull[] {
    const rows = this.#sql.exec<Row>('SELECT * FROM pulls ORDER BY source')
    return Array.from(rows, (row) => ({
      source: row.source,
      host: new URL(row.url).host,
      has_header: row.header !== null,
      interval_seconds: row.interval_seconds,
      created_at: row.created_at,
      next_at: row.due_at,
      failures: row.failures,
      fetched: fetchedOf(parsed<PullProgress>(row.progress)),
      last_check: parsed<PullCheck>(row.last_check),
    }))
  }

  get(source: string): StoredPull | null {
    return this.#one('SELECT * FROM pulls WHERE source = ?', source)
  }

  /** Returns the pull that is due for the longest time; null if none is. */
  due(now: number): StoredPull | null {
    return this.#one('SELECT * FROM pulls WHERE due_at <= ? ORDER BY due_at, source LIMIT 1', now)
  }

  dueAt(): number | null {
    return this.#sql.exec<{ at: number | null }>('SELECT min(due_at) AS at FROM pulls').one().at
  }

  /** Sets where a source is pulled from, in place of what was set before. It is due at once. */
  set({ id, source, url, origin, header, interval_seconds }: NewPull, now: number): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO pulls (id, source, url, origin, header, interval_seconds, created_at, due_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)`,
      id,
      source,
      url,
      origin,
      header === null ? null : JSON.stringify(header),
      interval_seconds,
      now,
    )
  }

  /** Returns a pull by its id: null once it was removed, or set anew. */
  byId(id: string): StoredPull | null {
    return this.#one('SELECT * FROM pulls WHERE id = ?', id)
  }

  /** Makes a pull due. */
  setDue(id: string, dueAt: number): void {
    this.#sql.exec('UPDATE pulls SET due_at = ? WHERE id = ?', dueAt, id)
  }

  saveProgress(id: string, progress: PullProgress | null): void {
    const text = progress === null ? null : JSON.stringify(progress)
    this.#sql.exec('UPDATE pulls SET progress = ? WHERE id = ?', text, id)
  }

  succeeded(id: string, pulled: PulledVersion, { check, dueAt }: { check: PullCheck; dueAt: number }): void {
    this.#sql.exec(
      'UPDATE pulls SET pulled = ?, progress = NULL, failures = 0, last_check = ?, due_at = ? WHERE id = ?',
      JSON.stringify(pulled),
      JSON.stringify(check),
      dueAt,
      id,
    )
  }

  failed(id: string, { check, dueAt }: { check: PullCheck; dueAt: number }): void {
    this.#sql.exec(
      'UPDATE pulls SET failures = failures + 1, last_check = ?, due_at = ? WHERE id = ?',
      JSON.stringify(check),
      dueAt,
      id,
    )
  }

  /** Removes the pull of a source. Returns whether it existed. */
  remove(source: string): boolean {
    return this.#sql.exec('DELETE FROM pulls WHERE source = ?', source).rowsWritten > 0
  }

  rename(from: string, to: string): void {
    this.#sql.exec('UPDATE pulls SET source = ? WHERE source = ?', to, from)
  }

  #one(sql: string, value: string | number): StoredPull | null {
    const [row] = this.#sql.exec<Row>(sql, value).toArray()
    if (!row) return null
    const { id, source, url, origin, interval_seconds, failures } = row
    return {
      ...{ id, source, url, origin, interval_seconds, failures },
      header: parsed<PullHeader>(row.header),
      pulled: parsed<PulledVersion>(row.pulled),
      progress: parsed<PullProgress>(row.progress),
    }
  }
}

function parsed<T>(text: string | null): T | null {
  return text === null ? null : JSON.parse(text)
}

function fetchedOf(progress: PullProgress | null): Pull['fetched'] {
  if (progress === null) return null
  const { bytes, total, mainBytes } = progress
  return { bytes: mainBytes + bytes, total: total === null ? null : mainBytes + total }
}
