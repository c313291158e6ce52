import { SETTINGS } from '../config.ts'
import * as take from './options.ts'
import { PAGE } from './page-options.ts'

/** Unit: seconds. */
const EVERY = { default: 60, min: 5, max: 86_400 }
/** More gain nothing: a server that speaks HTTP/1.1 gets a connection for each. */
const PARALLEL = { default: 4, min: 1, max: SETTINGS.CHUNKS_AT_ONCE_MAX.value }

const OPTIONS = {
  profile: take.anyProfile,
  all: take.flag(`--all  the histories of all Hermes profiles, each to a source named after it. With --checkpoint,
    each has a file of its own: FILE.NAME`),
  server: PAGE.server,
  handle: PAGE.handle,
  source: take.option(
    (given) => given?.trim() ?? 'default',
  )(`--source NAME  which of the page's histories it is;
    “default” unless given`),
  keyFile: PAGE.keyFile,
  key: PAGE.key,
  print: take.flag('--print  print what would be reported, as JSON, and send nothing'),
  titles: take.flag('--titles  report session titles too. Only the owner sees them'),
  sessions:
    take.flag(`--sessions  also report what session lists and insights are made of: times, tokens, costs,
    tools, skills, ids, titles and how conversations begin. Only the owner sees them`),
  checkpoint:
    take.text(`--checkpoint FILE  keep the figures of each session in FILE, and read only the sessions that
    changed since. Private: FILE holds session titles`),
  watch: take.flag('--watch  keep running, and send again whenever the history has changed'),
  every: take.wholeNumber(
    EVERY.default,
    EVERY.min,
    EVERY.max,
  )(`--every SECONDS  with --watch: how often to look;
    ${EVERY.default} by default`),
  upload: take.flag('--upload  send the history itself, with everything said in it'),
  dryRun: take.flag('--dry-run  with --upload: say what would be sent, and send only sizes and hashes'),
  parallel: take.wholeNumber(
    PARALLEL.default,
    PARALLEL.min,
    PARALLEL.max,
  )(`--parallel N  with --upload: parts sent at
    the same time, ${PARALLEL.min} to ${PARALLEL.max}; ${PARALLEL.default} by default`),
}

/** `watchSeconds`: between two looks at a watched history; null if it is sent once. */
export type PushOptions = Omit<take.WithHistory<typeof OPTIONS>, 'watch' | 'every'> & {
  watchSeconds: number | null
}

export const PUSH: take.CommandLine<PushOptions> = {
  usage: ['laurel push [state.db] --to URL --handle HANDLE [options]'],
  summary: 'bring a page up to date with a history',
  intro: `Scans a Hermes history on this machine and reports its figures to a Laurel server, which makes a page of
    them. What was said in the history stays here: sessions are reported under names that mean nothing to others,
    without their titles. With --upload, the history itself is sent instead and scanned on the server.`,
  details: `${take.HISTORY_HELP} The -wal and -journal files beside it are read too. Only what the server lacks is
    sent. If interrupted, run it again: it continues where it stopped.`,
  notes: `Sessions are named with a key of the page, so that each counts once, whichever machine reports it; --print
    and older servers have names of this machine. A key of this machine, which is kept in
    $XDG_CONFIG_HOME/laurel/report.key, else ~/.config/laurel/report.key, hides what tells whether a session changed,
    and tells the machines of one source apart: each removes only sessions that it has reported. Without it, this
    machine is another one, which sends everything once.`,
  options: OPTIONS,
  read(words, given) {
    take.checkExcludes(given, 'key', ['key-file'])
    take.checkNeeds(given, 'upload', ['dry-run', 'parallel'])
    take.checkExcludes(given, 'upload', ['titles', 'sessions', 'print', 'checkpoint'])
    take.checkExcludes(given, 'all', ['source', 'print'])
    take.checkNeeds(given, 'watch', ['every'])
    take.checkExcludes(given, 'watch', ['print', 'dry-run'])
    const { watch, every, ...values } = take.withHistory(OPTIONS, words, given)
    return { ...values, titles: values.titles || values.sessions, watchSeconds: watch ? every : null }
  },
}
