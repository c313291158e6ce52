import type { Config } from '../config.ts'
import type { Fetched, SourceReading } from './source-reading.ts'
import type { ScanSource, ScanStore } from './store.ts'

/** The dependencies of a scan: storage, clock and access to a source's pinned snapshot. */
export interface ScanPorts {
  store: ScanStore
  config: Config
  /** The IANA zone that determines weekends and nights. Read each time, because it may change while a slice waits. */
  timeZone: () => string
  /** Unix seconds. */
  now: () => number
  /**
   * Opens the pinned snapshot of a source for a scan, or returns the one still open from the previous slice. No two
   * scans may share one. The caller closes it.
   */
  open: (source: ScanSource, scanId: string) => Promise<SourceReading>
  /**
   * Returns the ids of all sessions that may differ from the snapshot that the checkpoints of a source were made from,
   * and maybe some others; null if only a listing can tell.
   * @param enough true stops it: then only a listing can tell
   */
  changed: (source: ScanSource, scanId: string, enough: () => boolean) => Promise<ReadonlySet<string> | null>
  /** Fetches from storage so far. */
  fetched: () => Fetched
}

export interface StartOptions {
  /** A caller is waiting for the result. */
  forced?: boolean
  /** Drop all checkpoints first. */
  full?: boolean
}
