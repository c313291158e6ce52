import { SETTINGS } from '../config.ts'
import * as take from './options.ts'
import { PAGE } from './page-options.ts'

/** Unit: seconds. */
const EVERY = { default: 60, min: 5, max: 86_400 }
/** More gain nothing: a server that speaks HTTP/1.1 gets a connection for each. */
const PARALLEL = { default: 4, min: 1, max: SETTINGS.CHUNKS_AT_ONCE_MAX.value }

const OPTIONS = {
  profile: take.anyProfile,
  all: take.flag(`--all  push the histories of all Hermes profiles, each to a source with its name. With
    --checkpoint, each profile has its own file, FILE.NAME`),
  server: PAGE.server,
  handle: PAGE.handle,
  source: take.option(
    (given) => given?.trim() ?? 'default',
  )(`--source NAME  the history of the page that you update
    (default: “default”)`),
  keyFile: PAGE.keyFile,
  key: PAGE.key,
  print: take.flag('--print  print what would be sent, as JSON, and send nothing'),
  titles: take.flag('--titles  also send session titles. Only you can see them'),
  sessions:
    take.flag(`--sessions  also send what session lists and insights need: times, tokens, costs, tools,
    skills, ids, titles and the first words of each conversation. Only you can see them`),
  checkpoint:
    take.text(`--checkpoint FILE  store the counts of each session in FILE, and next time read only the
    sessions that have changed. Private: FILE holds session titles`),
  watch: take.flag('--watch  keep running, and push again whenever the history changes'),
  every: take.wholeNumber(
    EVERY.default,
    EVERY.min,
    EVERY.max,
  )(`--every SECONDS  with --watch: check this often
    (default: ${EVERY.default})`),
  upload: take.flag('--upload  send the whole history, messages included, and let the server scan it'),
  dryRun: take.flag('--dry-run  with --upload: print how much would be sent, and send only sizes and hashes'),
  parallel: take.wholeNumber(
    PARALLEL.default,
    PARALLEL.min,
    PARALLEL.max,
  )(`--parallel N  with --upload: send N parts
    at a time, ${PARALLEL.min} to ${PARALLEL.max} (default: ${PARALLEL.default})`),
}

/** `watchSeconds`: between two looks at a watched history; null if it is sent once. */
export type PushOptions = Omit<take.WithHistory<typeof OPTIONS>, 'watch' | 'every'> & {
  watchSeconds: number | null
}

export const PUSH: take.CommandLine<PushOptions> = {
  usage: ['laurel push [state.db] --to URL --handle HANDLE [options]'],
  summary: 'update a page from a history',
  intro: `Scans a Hermes history on this machine and sends its counts to a Laurel server, which updates your page. No
    message text or title is sent, and sessions are sent under names that mean nothing to others. With --upload, the
    whole history is sent instead, and the server scans it.`,
  details: `${take.HISTORY_HELP} It also reads the -wal and -journal beside it. Only what the server does not have is
    sent. If you interrupt it, run it again to continue. To create a page, see “laurel create”.`,
  notes: `A session counts once, whichever machine sends it, because all machines name it with the page's key. Names that
    --print shows, and names sent to older servers, are made with this machine's own key instead. That key, report.key
    in laurel below $XDG_CONFIG_HOME or ~/.config, also tells your machines apart, so that a push removes only sessions
    that this machine has sent. If you lose it, this machine counts as a new one and sends everything once more.`,
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
