import type { Config } from '../config.ts'
import type { Fetched, SourceReading } from './source-reading.ts'
import type { ScanSource, ScanStore } from './store.ts'

/** What a scan is given: storage, clock and the way to a source's pinned snapshot. */
export interface ScanPorts {
  store: ScanStore
  config: Config
  /** The IANA zone that weekends and nights are told by. Asked anew each time: it may change while a slice waits. */
  timeZone: () => string
  /** Unix seconds. */
  now: () => number
  /**
   * Opens the pinned snapshot of a source for a scan, or goes on with it where it still is open from the slice
   * before. No two scans may be given the same one. The caller closes it, when it likes.
   */
  open: (source: ScanSource, scanId: string) => Promise<SourceReading>
  /** What was fetched from storage so far. */
  fetched: () => Fetched
}

export interface StartOptions {
  /** Somebody waits for it. */
  forced?: boolean
  /** Drop all checkpoints first. */
  full?: boolean
}
