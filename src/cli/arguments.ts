import { type ParseArgsConfig, parseArgs } from 'node:util'
import { BACKUP, RESTORE } from './backup-options.ts'
import { CREATE } from './create-options.ts'
import { EXPORT } from './export-options.ts'
import { HOOK } from './hook-options.ts'
import { KEY } from './key-options.ts'
import { LOGIN } from './login-options.ts'
import { type CommandLine, flag, type Given, type Option, REPEATED } from './options.ts'
import { PULL } from './pull-options.ts'
import { PUSH } from './push-options.ts'
import { RECOUNT } from './recount-options.ts'
import { SCAN } from './scan-options.ts'
import { SERVE } from './serve-options.ts'
import { SHOW } from './show-options.ts'
import { TEMPLATES } from './template-options.ts'
import { type Command, type HelpTopic, UsageError } from './usage-error.ts'
import { INSIGHTS, SESSIONS } from './view-options.ts'

export const COMMANDS = {
  scan: SCAN,
  show: SHOW,
  export: EXPORT,
  sessions: SESSIONS,
  insights: INSIGHTS,
  templates: TEMPLATES,
  create: CREATE,
  login: LOGIN,
  push: PUSH,
  hook: HOOK,
  pull: PULL,
  recount: RECOUNT,
  key: KEY,
  serve: SERVE,
  backup: BACKUP,
  restore: RESTORE,
} satisfies Record<Command, object>

export const HELP = { ...flag('--help  print this help'), short: 'h' }
const VERSION = { ...flag('--version  print the version'), short: 'V' }

export type Invocation =
  | { command: 'help'; topic: HelpTopic }
  | { command: 'version' }
  | { [Name in Command]: { command: Name; options: ReturnType<(typeof COMMANDS)[Name]['read']> } }[Command]

/** Every option by name. Those of one name agree, in all commands, on whether they take a value. */
const ALL_OPTIONS: ReadonlyMap<string, Option<unknown>> = new Map(
  Object.values(COMMANDS)
    .flatMap(({ options }): Option<unknown>[] => Object.values(options))
    .concat(HELP, VERSION)
    .map((option) => [option.name, option]),
)

const PARSED: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
  [...ALL_OPTIONS.values()].map(({ name, short, value }) => {
    const type = value === null ? 'boolean' : 'string'
    return [name, short === undefined ? { type } : { type, short }]
  }),
)

/**
 * Reads a command line, without the program's own name.
 * @throws UsageError
 */
export function readArguments(args: readonly string[]): Invocation {
  const tokens = tokensOf(args)
  const [command, ...words] = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  try {
    return invocationOf(command, words, givenIn(tokens))
  } catch (error) {
    throw error instanceof UsageError ? error.about(isCommand(command) ? command : 'laurel') : error
  }
}

function invocationOf(command: string | undefined, words: readonly string[], given: Given): Invocation {
  const [first] = words
  if (command === 'help') return { command, topic: isCommand(first) ? first : 'laurel' }
  if (command !== undefined && !isCommand(command)) {
    throw new UsageError(`Unknown command “${command}”.`)
  }
  if (given.has('help')) return { command: 'help', topic: command ?? 'laurel' }
  if (given.has('version')) return { command: 'version' }
  if (command === undefined) {
    const [option] = given.keys()
    if (option === undefined) return { command: 'help', topic: 'laurel' }
    throw new UsageError(`--${option} needs a command.`)
  }
  const { options, read }: CommandLine<unknown> = COMMANDS[command]
  const own = Object.values(options).map(({ name }) => name)
  const foreign = [...given.keys()].find((name) => !own.includes(name))
  if (foreign !== undefined) throw new UsageError(`“${command}” has no option --${foreign}.`)
  return { command, options: read(words, given) } as Invocation
}

function isCommand(word: string | undefined): word is Command {
  return word !== undefined && Object.hasOwn(COMMANDS, word)
}

function tokensOf(args: readonly string[]) {
  const config = { options: PARSED, strict: false, allowPositionals: true, tokens: true } as const
  return parseArgs({ ...config, args: [...args] }).tokens
}

function givenIn(tokens: ReturnType<typeof tokensOf>): Given {
  const given = new Map<string, string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    const option = ALL_OPTIONS.get(name)
    if (option === undefined) throw new UsageError(`Unknown option ${rawName}.`)
    if (option.value === null && value !== undefined) throw new UsageError(`${rawName} takes no value.`)
    // A value that looks like an option must be attached to its own, as in --name=--odd.
    const isMissing = !value?.trim() || (!inlineValue && value.startsWith('--'))
    if (option.value !== null && isMissing) throw new UsageError(`${rawName} needs a value.`)
    const before = option.repeats ? given.get(name) : undefined
    given.set(name, before === undefined ? (value ?? '') : `${before}${REPEATED}${value}`)
  }
  return given
}
