import type { CompactionOptions } from '../fixtures/compaction.ts'
import type { HistoryOptions } from '../fixtures/history.ts'

export interface BenchHistory {
  name: string
  what: string
  options: HistoryOptions
  /** Size of a table that stands in for full-text indexes. */
  bloatBytes?: number
  /** With current Hermes' schema, and sessions compacted in place. */
  compaction?: CompactionOptions
  /** Measured only with `--full`. */
  slow?: true
}

const MB = 1e6
const WHEN = { endsAt: Date.UTC(2026, 10, 21) / 1000, chinese: 0.1 }

/** What most people have, for commands as whole processes. */
export const TYPICAL: BenchHistory = {
  name: 'typical',
  what: 'a few months of use',
  options: {
    ...{ ...WHEN, seed: 'bench typical', sessions: 130, days: 90, meanMessages: 40 },
    textBytesPerMessage: 600,
  },
}

/** Seeded: the same bytes in every run and on every machine. */
export const HISTORIES: readonly BenchHistory[] = [
  {
    name: 'small',
    what: 'a few weeks of use',
    options: {
      ...WHEN,
      seed: 'bench small',
      sessions: 120,
      days: 30,
      meanMessages: 20,
      textBytesPerMessage: 300,
    },
  },
  {
    name: 'many',
    what: 'many small sessions, most of the file an index',
    options: {
      ...WHEN,
      seed: 'bench many',
      sessions: 8_564,
      days: 700,
      meanMessages: 4,
      textBytesPerMessage: 250,
    },
    bloatBytes: 60 * MB,
  },
  {
    name: 'huge',
    what: 'few huge sessions',
    options: {
      ...WHEN,
      seed: 'bench huge',
      sessions: 6,
      days: 6,
      meanMessages: 2_000,
      textBytesPerMessage: 1_200,
    },
  },
  {
    name: 'chinese',
    what: 'a history held in Chinese',
    options: {
      ...WHEN,
      chinese: 1,
      seed: 'bench chinese',
      sessions: 300,
      days: 90,
      meanMessages: 30,
      textBytesPerMessage: 400,
    },
  },
  {
    name: 'compacted',
    what: 'long sessions of today, compacted in place',
    options: {
      ...WHEN,
      seed: 'bench compacted',
      sessions: 120,
      days: 60,
      meanMessages: 220,
      textBytesPerMessage: 600,
    },
    compaction: { every: 90, tail: 20 },
  },
  {
    name: 'large',
    what: '100 MB of text',
    options: {
      ...WHEN,
      seed: 'bench large',
      sessions: 2_000,
      days: 400,
      meanMessages: 45,
      textBytesPerMessage: 1_200,
    },
    slow: true,
  },
]

const refreshed = (name: string, sessions: number): BenchHistory => ({
  name,
  what: `refreshes of ${sessions.toLocaleString('en-US')} sessions`,
  options: { ...WHEN, seed: 'bench refresh', sessions, days: 400, meanMessages: 4, textBytesPerMessage: 200 },
})

/**
 * The same kind of history in two lengths, for which refreshing one session should cost the same, and a compacted one.
 */
export const REFRESHED: readonly BenchHistory[] = [
  refreshed('refresh 1k', 1_000),
  {
    ...refreshed('refresh compacted', 1_000),
    compaction: { every: 8, tail: 3 },
  },
  { ...refreshed('refresh 100k', 100_000), slow: true },
]
