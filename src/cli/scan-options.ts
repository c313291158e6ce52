import * as take from './options.ts'

export const ALL =
  take.flag(`--all  the histories of all Hermes profiles, as one. With --checkpoint, each has a file
  of its own: FILE.NAME`)

export const ZONE =
  take.timeZone(`--timezone ZONE  the time zone that decides what is a night or a weekend, such as
  Asia/Tokyo; this machine's by default`)

export const CHECKPOINT =
  take.text(`--checkpoint FILE  keep the counts of each session in FILE, and read only sessions
  that have changed since. Private: FILE holds session titles. A FILE of another engine version is replaced`)

const OPTIONS = {
  profile: take.anyProfile,
  all: ALL,
  timeZone: ZONE,
  table: take.flag('--table  print all badges, instead of those that are unlocked or next up'),
  json: take.flag('--json  print all numbers as JSON. Private: they include session titles'),
  checkpoint: CHECKPOINT,
  /** Newest sessions to scan; 0 or less for all. */
  limit: take.wholeNumber(0)('--limit N  scan only the N newest sessions; 0 or less means all'),
  counting:
    take.asHermes(`--as-hermes  count as Hermes's achievements plugin does: without what was compacted away,
    archived or hidden`),
}

export type ScanOptions = take.WithHistory<typeof OPTIONS>

export const SCAN: take.CommandLine<ScanOptions> = {
  usage: ['laurel scan [state.db] [options]'],
  summary: 'scan a history and show its achievements',
  intro: 'Scans a Hermes history and shows its achievements. Nothing leaves this machine.',
  details: `${take.HISTORY_HELP} The -wal and -journal files beside it are read too.`,
  options: OPTIONS,
  read(words, given) {
    take.checkExcludes(given, 'all', ['limit'])
    take.checkExcludes(given, 'json', ['table'])
    const values = take.withHistory(OPTIONS, words, given)
    return { ...values, limit: Math.max(0, values.limit) }
  },
}
