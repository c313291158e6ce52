import { PUSHED, type Pushed } from './hook-options.ts'
import * as take from './options.ts'
import { PAGE } from './page-options.ts'
import { UsageError } from './usage-error.ts'

/** From one update to the next. Unit: minutes. */
const EVERY = { default: 30, min: 5, max: 1440 }

const SCHEDULED = {
  every: take.wholeNumber(
    EVERY.default,
    EVERY.min,
    EVERY.max,
  )(`--every MINUTES  update this often, ${EVERY.min} to ${EVERY.max} (default: ${EVERY.default})`),
}

const OPTIONS = {
  profile: take.anyProfile,
  ...PUSHED,
  ...SCHEDULED,
}

const ACTIONS = ['install', 'status', 'remove', 'run'] as const

type AutopushAction = (typeof ACTIONS)[number]

/** The pages that are meant: all, or those of a server or handle. */
export interface ChosenPages {
  server: string | null
  handle: string | null
}

export type AutopushOptions =
  | {
      action: 'install'
      database: string | null
      profile: string | null
      pushed: Pushed
      everyMinutes: number
    }
  | ({ action: 'status' | 'remove' } & ChosenPages)
  | { action: 'run'; folder: string; history: string; pushed: Pushed }

export const AUTOPUSH: take.CommandLine<AutopushOptions> = {
  usage: [
    'laurel autopush install [state.db] --to URL --handle HANDLE [options]',
    '                        have this machine update a page now and then',
    'laurel autopush status  show what it updates, and how that last went',
    'laurel autopush remove  take out what install has put in',
  ],
  summary: 'have this machine keep a page up to date',
  intro: `Has the scheduler of your system run “laurel push” now and then, with these options and no others: a timer of
    your own systemd on Linux, an agent of launchd on macOS, a scheduled task on Windows. To update a page after each
    turn of the agent instead, see “laurel hook”.`,
  details: `${take.HISTORY_HELP} Where nothing has changed, nothing is sent.`,
  notes: `Every page has a schedule of its own, and a log; “laurel autopush status” shows how the last update went. “status”
    and “remove” are about all of them, or those that --to and --handle name. The owner key must be in a file: run
    “laurel login” first, or give --key-file.`,
  options: OPTIONS,
  read([action, ...words], given) {
    if (action === undefined) throw new UsageError('“autopush” needs an action: install, status or remove.')
    if (!isAction(action)) throw new UsageError(`Unknown action “${action}”.`)
    if (action === 'status' || action === 'remove') {
      const foreign = [...given.keys()].find((name) => name !== 'to' && name !== 'handle')
      if (foreign !== undefined) throw new UsageError(`“${action}” has no option --${foreign}.`)
      if (words.length > 0) throw new UsageError(`Too many arguments for “${action}”.`)
      const chosen = <T>({ name, read }: take.Option<T>) =>
        given.has(name) ? read(given.get(name), name) : null
      return { action, server: chosen(PAGE.server), handle: chosen(PAGE.handle) }
    }
    take.checkExcludes(given, 'upload', ['titles', 'sessions'])
    const pushed = take.readAll(PUSHED, given)
    if (action === 'install') {
      const { database, profile } = take.withHistory({ profile: OPTIONS.profile }, words, given)
      const { every } = take.readAll(SCHEDULED, given)
      return { action, database, profile, pushed, everyMinutes: every }
    }
    const [folder, history] = words
    if (folder === undefined || history === undefined) {
      throw new UsageError('“run” is for the scheduler itself.')
    }
    return { action, folder, history, pushed }
  },
}

function isAction(word: string): word is AutopushAction {
  return ACTIONS.some((action) => action === word)
}
