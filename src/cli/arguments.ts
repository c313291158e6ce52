import { parseArgs } from 'node:util'
import type { Counting } from '../snapshot/snapshot.ts'
import { countingFrom } from './counting-option.ts'
import { allFrom, type HistoryChoice, profileFrom } from './database-path.ts'
import { OPTIONS, type OptionName, type OptionValues } from './options.ts'
import { type PushOptions, pushOptions } from './push-options.ts'
import { type TemplateOptions, templateOptions } from './template-options.ts'
import { timeZoneFrom } from './time-zone.ts'
import { type Command, type HelpTopic, UsageError } from './usage-error.ts'
import {
  type InsightsOptions,
  insightsOptions,
  type SessionsOptions,
  sessionsOptions,
} from './view-options.ts'

/** What `laurel scan` is asked for. */
export interface ScanOptions extends HistoryChoice {
  /** The histories of all Hermes profiles, as one. */
  all: boolean
  /** An IANA zone. */
  timeZone: string
  json: boolean
  /** The checkpoint file, or null for none. */
  checkpoint: string | null
  /** Newest sessions to scan; 0 for all. */
  limit: number
  /** Which sessions and messages count. */
  counting: Counting
}

export type Invocation =
  | { command: 'help'; topic: HelpTopic }
  | { command: 'version' }
  | { command: 'scan'; options: ScanOptions }
  | { command: 'push'; options: PushOptions }
  | { command: 'sessions'; options: SessionsOptions }
  | { command: 'insights'; options: InsightsOptions }
  | { command: 'templates'; options: TemplateOptions }

const COMMAND_OPTIONS: Readonly<Record<Command, readonly OptionName[]>> = {
  scan: ['profile', 'all', 'timezone', 'json', 'checkpoint', 'limit', 'as-hermes'],
  push: [
    'profile',
    'all',
    'to',
    'handle',
    'source',
    'key',
    'key-file',
    'titles',
    'sessions',
    'print',
    'checkpoint',
    'watch',
    'every',
    'upload',
    'dry-run',
    'parallel',
  ],
  sessions: [
    'profile',
    'order',
    'include-children',
    'archived',
    'source',
    'exclude-sources',
    'limit',
    'offset',
    'timezone',
    'json',
  ],
  insights: ['profile', 'days', 'source', 'timezone', 'now', 'json', 'as-hermes'],
  templates: ['profile', 'folder', 'name', 'type', 'max-examples', 'no-redact', 'limit', 'json'],
}

/** What a command does with a history. */
const VERBS: Readonly<Record<Exclude<Command, 'templates'>, string>> = {
  scan: 'Scan',
  push: 'Send',
  sessions: 'List',
  insights: 'Report on',
}

/**
 * Reads a command line, without the program's own name.
 * @throws UsageError
 */
export function readArguments(args: readonly string[]): Invocation {
  const { values, words } = split(args)
  const [command, database = null, ...rest] = words
  if (command === 'help') return { command, topic: isCommand(database) ? database : 'laurel' }
  if (command !== undefined && !isCommand(command)) {
    throw new UsageError(`There is no command “${command}”.`)
  }
  if (values.has('help')) return { command: 'help', topic: command ?? 'laurel' }
  if (values.has('version')) return { command: 'version' }
  if (command === undefined) {
    const [option] = [...values.keys()]
    throw new UsageError(option === undefined ? 'What shall it do?' : `--${option} belongs to a command.`)
  }
  const foreign = [...values.keys()].find((name) => !COMMAND_OPTIONS[command].includes(name))
  if (foreign !== undefined) throw new UsageError(`--${foreign} belongs to another command.`, command)
  if (command === 'templates') return { command, options: templateOptions(words.slice(1), values) }
  if (rest.length > 0) throw new UsageError(`${VERBS[command]} one history at a time.`, command)
  switch (command) {
    case 'push':
      return { command, options: pushOptions(database, values) }
    case 'sessions':
      return { command, options: sessionsOptions(database, values) }
    case 'insights':
      return { command, options: insightsOptions(database, values) }
    default:
      return { command, options: scanOptions(database, values) }
  }
}

function scanOptions(database: string | null, values: OptionValues): ScanOptions {
  const all = allFrom(values, database, 'scan')
  const limit = limitFrom(values.get('limit'))
  if (all && limit > 0) throw new UsageError('--limit has no place beside --all.', 'scan')
  return {
    database,
    profile: profileFrom(values.get('profile'), database, 'scan'),
    all,
    timeZone: timeZoneFrom(values, 'scan'),
    json: values.has('json'),
    checkpoint: values.get('checkpoint') ?? null,
    limit,
    counting: countingFrom(values),
  }
}

/** Options by name, the last of each, and the words that are not options. */
function split(args: readonly string[]): { values: Map<OptionName, string>; words: string[] } {
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  const topic = isCommand(words[0]) ? words[0] : 'laurel'
  const values = new Map<OptionName, string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    if (!isOption(token.name)) throw new UsageError(`There is no option ${token.rawName}.`, topic)
    const takesValue = OPTIONS[token.name].type === 'string'
    if (takesValue && !token.value?.trim()) throw new UsageError(`${token.rawName} needs a value.`, topic)
    if (takesValue && !token.inlineValue && token.value?.startsWith('--')) {
      throw new UsageError(`${token.rawName} needs a value.`, topic)
    }
    if (!takesValue && token.value !== undefined)
      throw new UsageError(`${token.rawName} takes no value.`, topic)
    values.set(token.name, token.value ?? '')
  }
  return { values, words }
}

function isCommand(name: string | null | undefined): name is Command {
  return name !== null && name !== undefined && Object.hasOwn(COMMAND_OPTIONS, name)
}

function isOption(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name)
}

function limitFrom(value: string | undefined): number {
  if (value === undefined) return 0
  if (!/^[+-]?\d{1,15}$/.test(value)) throw new UsageError('--limit takes a whole number.', 'scan')
  return Math.max(0, Number(value))
}
