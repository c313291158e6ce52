import * as take from './options.ts'

export const ALL =
  take.flag(`--all  read the histories of all Hermes profiles as one. With --checkpoint, each profile
  has its own file, FILE.NAME`)

export const ZONE =
  take.timeZone(`--timezone ZONE  count nights and weekends in this time zone, such as Asia/Tokyo
  (default: the time zone of this machine)`)

export const CHECKPOINT =
  take.text(`--checkpoint FILE  store the counts of each session in FILE, and next time read only
  the sessions that have changed. Private: FILE holds session titles. A FILE of another engine version is replaced`)

const OPTIONS = {
  profile: take.anyProfile,
  all: ALL,
  timeZone: ZONE,
  table: take.flag('--table  print all badges, by category'),
  json: take.flag('--json  print all numbers as JSON. Private: the output includes session titles'),
  checkpoint: CHECKPOINT,
  /** Newest sessions to scan; 0 or less for all. */
  limit: take.wholeNumber(0)('--limit N  scan only the N newest sessions; 0 means all'),
  threads: take.wholeNumber(
    null,
    1,
    64,
  )('--threads N  share a full scan among N threads (default: one per core for long histories)'),
  counting:
    take.asHermes(`--as-hermes  count as the achievements plugin of Hermes does: leave out what was compacted
    away, archived or hidden`),
}

export type ScanOptions = take.WithHistory<typeof OPTIONS>

export const SCAN: take.CommandLine<ScanOptions> = {
  usage: ['laurel scan [state.db] [options]'],
  summary: 'show what is unlocked and what is next up',
  intro: `Scans a Hermes history and prints what is unlocked and what is next up. Nothing leaves this machine.`,
  details: `${take.HISTORY_HELP} It also reads the -wal and -journal beside it.`,
  options: OPTIONS,
  read(words, given) {
    take.checkExcludes(given, 'all', ['limit'])
    take.checkExcludes(given, 'json', ['table'])
    const values = take.withHistory(OPTIONS, words, given)
    return { ...values, limit: Math.max(0, values.limit) }
  },
}
