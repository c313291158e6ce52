import * as take from './options.ts'
import { PAGE } from './page-options.ts'
import { UsageError } from './usage-error.ts'

/** What is pushed, and to which page: as `laurel push` takes it. */
export const PUSHED = {
  server: PAGE.server,
  handle: PAGE.handle,
  source: take.option((given) => given?.trim() ?? 'default')(
    '--source NAME  the history of the page that is updated (default: “default”)',
  ),
  keyFile: PAGE.keyFile,
  titles: take.flag('--titles  also send session titles. Only you can see them'),
  sessions: take.flag('--sessions  also send what session lists and insights need, as “laurel push” does'),
  upload: take.flag('--upload  send the whole history, messages included, and let the server scan it'),
}
export type Pushed = take.Values<typeof PUSHED>

/** Of `install` alone. */
const LIVE = {
  live: take.flag('--live  also have Hermes tell the page what it does, while it does it'),
}

const OPTIONS = {
  profile: take.profile('--profile NAME  the Hermes profile (default: the active one)'),
  ...PUSHED,
  ...LIVE,
}

const ACTIONS = { install: true, status: false, remove: false, run: true } as const

type HookAction = keyof typeof ACTIONS

export type HookOptions =
  | { action: 'install'; profile: string | null; pushed: Pushed; live: boolean }
  | { action: 'status' | 'remove'; profile: string | null }
  | { action: 'run'; folder: string; history: string; pushed: Pushed }

export const HOOK: take.CommandLine<HookOptions> = {
  usage: [
    'laurel hook install --to URL --handle HANDLE [options]',
    '                        have Hermes update a page after each turn',
    'laurel hook status …    show whether it does, and how the last update went',
    'laurel hook remove …    take out what install has put in',
  ],
  summary: 'have Hermes itself keep a page up to date',
  intro: `Adds a shell hook to the config.yaml of a Hermes profile. After each turn it runs “laurel push” in the background,
    with these options and no others. It waits a little first, so that several turns are one update, and Hermes never
    waits for it. For Linux and macOS.`,
  details: `Hermes asks for your consent when it next starts in a terminal. Its gateway and its desktop run the hook once
    you have given it. To undo that, too, run “hermes hooks revoke” with the command that “laurel hook status” shows.`,
  notes: `The rest of config.yaml stays as it is, to the byte. A copy of before is kept beside it, as
    config.yaml.laurel-backup, until the hook is removed. The updates have a log of their own; “laurel hook status”
    says where. The owner key must be in a file: run “laurel login” first, or give --key-file.
    With --live, Hermes also posts its events to the page, signed with a secret that is written to config.yaml: session
    lists show who is at work, insights count each request at once. Conversations are part of the events; the server
    keeps nothing of them but the number of messages.`,
  options: OPTIONS,
  read([action, ...words], given) {
    if (action === undefined) throw new UsageError('“hook” needs an action: install, status or remove.')
    if (!isAction(action)) throw new UsageError(`Unknown action “${action}”.`)
    const foreign = ACTIONS[action] ? undefined : [...given.keys()].find((name) => name !== 'profile')
    if (foreign !== undefined) throw new UsageError(`“${action}” has no option --${foreign}.`)
    if (words.length > (action === 'run' ? 2 : 0)) throw new UsageError(`Too many arguments for “${action}”.`)
    const { profile } = take.readAll({ profile: OPTIONS.profile }, given)
    if (action === 'status' || action === 'remove') return { action, profile }
    take.checkExcludes(given, 'upload', ['titles', 'sessions'])
    const pushed = take.readAll(PUSHED, given)
    if (action === 'install') return { action, profile, pushed, ...take.readAll(LIVE, given) }
    const [folder, history] = words
    if (folder === undefined || history === undefined) throw new UsageError('“run” is for the hook itself.')
    return { action, folder, history, pushed }
  },
}

function isAction(word: string): word is HookAction {
  return Object.hasOwn(ACTIONS, word)
}

/** Returns the arguments of `laurel push` that mean the same. */
export function pushArguments(history: string, pushed: Pushed): string[] {
  const { server, handle, source, keyFile, titles, sessions, upload } = pushed
  return [
    ...[history, '--to', server, '--handle', handle],
    ...(source === 'default' ? [] : ['--source', source]),
    ...(keyFile === null ? [] : ['--key-file', keyFile]),
    ...(titles ? ['--titles'] : []),
    ...(sessions ? ['--sessions'] : []),
    ...(upload ? ['--upload'] : []),
  ]
}
