import { type ParseArgsConfig, parseArgs } from 'node:util'
import { type CommandLine, flag, type Given, type Option, type Options, REPEATED } from './options.ts'
import { type Command, type HelpTopic, UsageError } from './usage-error.ts'

export const HELP = { ...flag('--help  print this help'), short: 'h' }
const VERSION = { ...flag('--version  print the version'), short: 'V' }

export type Commands = Readonly<Partial<Record<Command, CommandLine<unknown>>>>

/** What a command line asks for, of those commands. */
export type Asked<Table extends Commands> =
  | { command: 'help'; topic: HelpTopic }
  | { command: 'version' }
  | {
      [Name in keyof Table & Command]: Table[Name] extends CommandLine<infer Result>
        ? { command: Name; options: Result }
        : never
    }[keyof Table & Command]

/**
 * Reads a command line, without the program's own name. Options that none of the commands has are unknown.
 * @throws UsageError
 */
export function readLine<Table extends Commands>(args: readonly string[], commands: Table): Asked<Table> {
  const known = optionsOf(commands)
  const tokens = tokensOf(args, known)
  const [command, ...words] = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  try {
    return askedOf(command, words, givenIn(tokens, known), commands) as Asked<Table>
  } catch (error) {
    throw error instanceof UsageError ? error.about(has(commands, command) ? command : 'laurel') : error
  }
}

/** Whether a word is the name of one of these commands. */
export function has(commands: Commands, word: string | undefined): word is Command {
  return word !== undefined && Object.hasOwn(commands, word)
}

function askedOf(
  command: string | undefined,
  words: readonly string[],
  given: Given,
  commands: Commands,
): Asked<Commands> | { command: Command; options: unknown } {
  const [first] = words
  if (command === 'help') return { command, topic: has(commands, first) ? first : 'laurel' }
  if (command !== undefined && !has(commands, command)) {
    throw new UsageError(`Unknown command “${command}”.`)
  }
  if (given.has('help')) return { command: 'help', topic: command ?? 'laurel' }
  if (given.has('version')) return { command: 'version' }
  const line = command && commands[command]
  if (command === undefined || line === undefined) {
    const [option] = given.keys()
    if (option === undefined) return { command: 'help', topic: 'laurel' }
    throw new UsageError(`--${option} needs a command.`)
  }
  const own = Object.values(line.options).map(({ name }) => name)
  const foreign = [...given.keys()].find((name) => !own.includes(name))
  if (foreign !== undefined) throw new UsageError(`“${command}” has no option --${foreign}.`)
  return { command, options: line.read(words, given) }
}

type Known = ReadonlyMap<string, Option<unknown>>

/** Every option by name. Those of one name agree, in all commands, on whether they take a value. */
function optionsOf(commands: Commands): Known {
  const all = Object.values<{ options: Options }>(commands)
    .flatMap(({ options }): Option<unknown>[] => Object.values(options))
    .concat(HELP, VERSION)
  return new Map(all.map((option) => [option.name, option]))
}

function tokensOf(args: readonly string[], known: Known) {
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    Array.from(known.values(), ({ name, short, value }) => {
      const type = value === null ? 'boolean' : 'string'
      return [name, short === undefined ? { type } : { type, short }]
    }),
  )
  const config = { options, strict: false, allowPositionals: true, tokens: true } as const
  return parseArgs({ ...config, args: [...args] }).tokens
}

function givenIn(tokens: ReturnType<typeof tokensOf>, known: Known): Given {
  const given = new Map<string, string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    const option = known.get(name)
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
